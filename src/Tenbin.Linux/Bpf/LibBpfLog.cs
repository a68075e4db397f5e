using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>
/// Takes libbpf's warnings, which it would otherwise print to stderr. libbpf calls back on the calling thread, so a
/// capture belongs to one thread; outside a capture the text is dropped.
/// </summary>
internal static unsafe class LibBpfLog
{
    private const int InfoLevel = 1;

    [ThreadStatic]
    private static StringBuilder? t_capture;

    /// <summary>Begins to collect on this thread; <see cref="Capture.Dispose"/> ends it.</summary>
    public static Capture Begin()
    {
        t_capture = new StringBuilder();
        return new Capture(t_capture);
    }

    internal static void Install(nint setPrint) =>
        ((delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<int, byte*, nint, int>, nint>)setPrint)(&Print);

    // va_list arrives as a pointer on x86-64 (array type) and on arm64 (large struct, passed by reference), and
    // vasprintf wants it the same way.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Print(int level, byte* format, nint arguments)
    {
        if (level > InfoLevel || t_capture is not { } capture)
        {
            return 0;
        }

        byte* text = null;
        var length = Libc.FormatAllocated(&text, format, arguments);
        if (length < 0)
        {
            return 0;
        }

        try
        {
            capture.Append(Encoding.UTF8.GetString(text, length));
        }
        catch (Exception e) when (e is OutOfMemoryException or ArgumentOutOfRangeException)
        {
            // Nothing may escape into libbpf; the caller still gets the errno.
            t_capture = null;
        }

        Libc.Free(text);
        return 0;
    }

    /// <summary>One thread's running capture.</summary>
    public readonly ref struct Capture(StringBuilder text) : IDisposable
    {
        /// <summary>What libbpf has said so far, lines without its <c>libbpf: </c> prefix.</summary>
        public string Text => text.ToString().Replace("libbpf: ", "", StringComparison.Ordinal).TrimEnd();

        public void Dispose()
        {
            if (ReferenceEquals(t_capture, text))
            {
                t_capture = null;
            }
        }
    }
}
