using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>The kernel or libbpf refused a BPF operation. The message names the operation, the error and a remedy.</summary>
public sealed class BpfException : Exception
{
    private const int TailLines = 20;

    /// <summary>With a message for the operator.</summary>
    public BpfException(string message) : base(message) => Operation = message;

    private BpfException(string operation, int errno, string message, string? log) : base(message)
    {
        Operation = operation;
        Error = errno;
        Log = log;
    }

    /// <summary>What was tried, e.g. <c>load program tenbin_tc</c>.</summary>
    public string Operation { get; }

    /// <summary>The errno (positive); 0 when the error is not the kernel's.</summary>
    public int Error { get; }

    /// <summary>The kernel wants a capability that this process lacks (EPERM).</summary>
    public bool IsNotPermitted => Error == Errno.EPERM;

    /// <summary>Everything that libbpf and the kernel's verifier said, in full; null when nothing.</summary>
    public string? Log { get; }

    /// <param name="operation">What was tried.</param>
    /// <param name="result">A libbpf result or errno; its sign does not matter.</param>
    /// <param name="log">libbpf's words.</param>
    internal static BpfException From(string operation, int result, string? log = null)
    {
        var errno = Math.Abs(result);
        var message = $"{operation}: {Errno.Describe(errno)}{Remedy(errno)}";
        return new BpfException(operation, errno, string.IsNullOrEmpty(log) ? message : $"{message}\n{Tail(log)}", log);
    }

    private static string Remedy(int errno) => errno switch
    {
        Errno.EPERM => "; this needs root, or CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON",
        Errno.ENOTSUPP => "; Linux 5.15 or newer is needed",
        _ => "",
    };

    /// <summary>The last lines, where the verifier says what it refused. libbpf's own closing lines follow the verifier's.</summary>
    internal static string Tail(string log)
    {
        var lines = log.Split('\n');
        return lines.Length <= TailLines ? log : string.Join('\n', lines[^TailLines..].Prepend($"… ({lines.Length - TailLines} lines before)"));
    }
}
