namespace Tenbin.Director.Doctor.Host.Checks;

/// <summary>Files: who may read secrets, who may write what runs as root.</summary>
internal static class FileChecks
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode Written = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode Run = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static IEnumerable<Finding> Find(HostFacts facts) => facts.Files.SelectMany(file => file switch
    {
        { Mode: null, Purpose: FilePurpose.Key } => [NoKey(file)],
        { Mode: null, Purpose: FilePurpose.Program } => [NoProgram(file)],
        { Mode: { } mode, Purpose: FilePurpose.Key } when (mode & Others) != 0 => [OpenKey(file, mode)],
        { Mode: { } mode, Purpose: not FilePurpose.Key } when (mode & UnixFileMode.OtherWrite) != 0 => [Writable(file, mode)],
        { Mode: { } mode, Purpose: FilePurpose.Program } when (mode & Run) == 0 => [NotExecutable(file)],
        _ => Enumerable.Empty<Finding>(),
    });

    private static Finding NoKey(FileFacts file) => new("file.no-key", Severity.Problem, $"the cluster's key {file.Path} is not there")
    {
        Shows = "the daemon does not start",
        Mend = $"copy it from another node ('scp -p'), or make the first with 'tenbin key new {file.Path}'",
    };

    private static Finding OpenKey(FileFacts file, UnixFileMode mode) => new(
        "file.key-open", Severity.Problem, $"{file.Path}, a secret, has mode {Octal(mode)}: others than its owner may open it")
    {
        Shows = "the daemon refuses it; and who has the cluster's key may take its addresses",
        Mend = $"chmod 600 {file.Path}; if somebody may have read it, 'tenbin key rotate'",
        Fix = HostFixes.Narrow(file.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite),
    };

    private static Finding Writable(FileFacts file, UnixFileMode mode) => new("file.writable", Severity.Problem, $"{file.Path} has mode {Octal(mode)}: everybody may change it")
    {
        Shows = "whoever has an account here decides what the director does as root",
        Mend = $"chmod go-w {file.Path}",
        Fix = HostFixes.Narrow(file.Path, mode & ~Written),
    };

    private static Finding NoProgram(FileFacts file) => new("file.no-program", Severity.Problem, $"the file names the program {file.Path}, which is not here")
    {
        Shows = "the check or script fails on this node: its servers are down, or the group does not start here",
        Mend = "install it on every node, or correct its path",
    };

    private static Finding NotExecutable(FileFacts file) => new("file.not-executable", Severity.Problem, $"the file names the program {file.Path}, which may not be run")
    {
        Shows = "the check or script fails on this node: its servers are down, or the group does not start here",
        Mend = $"chmod +x {file.Path}",
        Fix = HostFixes.Narrow(file.Path, (file.Mode ?? 0) | UnixFileMode.UserExecute),
    };

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
