using System.Runtime.InteropServices;

namespace Tenbin.Linux.Interop;

/// <summary>Error numbers of x86-64 and arm64 Linux, with their names for messages.</summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int E2BIG = 7;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int EINVAL = 22;
    public const int ENOSPC = 28;
    public const int EBADFD = 77;
    public const int EOPNOTSUPP = 95;
    public const int EADDRNOTAVAIL = 99;
    public const int ENETUNREACH = 101;
    public const int ENOBUFS = 105;
    public const int EHOSTUNREACH = 113;

    /// <summary>Kernel-internal "not supported", which the bpf syscall lets out.</summary>
    public const int ENOTSUPP = 524;

    private static readonly Dictionary<int, string> s_names = new()
    {
        [EPERM] = "EPERM",
        [ENOENT] = "ENOENT",
        [ESRCH] = "ESRCH",
        [EINTR] = "EINTR",
        [5] = "EIO",
        [6] = "ENXIO",
        [E2BIG] = "E2BIG",
        [8] = "ENOEXEC",
        [9] = "EBADF",
        [EAGAIN] = "EAGAIN",
        [ENOMEM] = "ENOMEM",
        [EACCES] = "EACCES",
        [14] = "EFAULT",
        [EBUSY] = "EBUSY",
        [EEXIST] = "EEXIST",
        [18] = "EXDEV",
        [ENODEV] = "ENODEV",
        [20] = "ENOTDIR",
        [21] = "EISDIR",
        [EINVAL] = "EINVAL",
        [23] = "ENFILE",
        [24] = "EMFILE",
        [27] = "EFBIG",
        [ENOSPC] = "ENOSPC",
        [30] = "EROFS",
        [33] = "EDOM",
        [34] = "ERANGE",
        [36] = "ENAMETOOLONG",
        [38] = "ENOSYS",
        [40] = "ELOOP",
        [61] = "ENODATA",
        [71] = "EPROTO",
        [75] = "EOVERFLOW",
        [EBADFD] = "EBADFD",
        [90] = "EMSGSIZE",
        [93] = "EPROTONOSUPPORT",
        [EOPNOTSUPP] = "EOPNOTSUPP",
        [97] = "EAFNOSUPPORT",
        [98] = "EADDRINUSE",
        [EADDRNOTAVAIL] = "EADDRNOTAVAIL",
        [100] = "ENETDOWN",
        [ENETUNREACH] = "ENETUNREACH",
        [ENOBUFS] = "ENOBUFS",
        [110] = "ETIMEDOUT",
        [EHOSTUNREACH] = "EHOSTUNREACH",
        [ENOTSUPP] = "ENOTSUPP",
    };

    /// <summary><c>ENOENT (No such file or directory)</c>.</summary>
    public static string Describe(int errno)
    {
        var name = s_names.GetValueOrDefault(errno) ?? $"errno {errno}";
        var text = errno == ENOTSUPP ? "Not supported by this kernel" : Marshal.GetPInvokeErrorMessage(errno);
        return $"{name} ({text})";
    }
}
