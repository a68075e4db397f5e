using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux;

/// <summary>The kernel refused an operation. The message names the operation, its object and the error.</summary>
public sealed class LinuxException : Exception
{
    internal LinuxException(string operation, int error, string? detail = null)
        : base($"{operation}: {Errno.Describe(error)}{(string.IsNullOrEmpty(detail) ? "" : ": " + detail)}{Remedy(error)}")
    {
        Operation = operation;
        Error = error;
    }

    /// <summary>What was tried, e.g. <c>add address 10.0.0.1/24 to interface 3</c>.</summary>
    public string Operation { get; }

    /// <summary>The errno, positive.</summary>
    public int Error { get; }

    /// <summary>From the errno of the P/Invoke just made on this thread.</summary>
    internal static LinuxException FromLastCall(string operation) => new(operation, Marshal.GetLastPInvokeError());

    private static string Remedy(int error) => error == Errno.EPERM ? "; this needs root or CAP_NET_ADMIN" : "";
}
