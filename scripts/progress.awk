# Reads the verbose report of a test program; prints each skip with its reason, each failure with its message
# and, with -v each=yes, a line for every test that ends.
/ \[STARTING\]$/ { told = 0; next }
/ \[FINISHED\] Time: / {
    told = 0
    if (each == "yes") {
        time = $NF
        sub(/^ +/, ""); sub(/ \[FINISHED\].*/, "")
        print "    " $0 " (" time ")"
        fflush()
    }
    next
}
/^    [^ ]/ { told = 1; print; fflush(); next }
/^      / { if (told) { print; fflush() } next }
{ told = 0 }
