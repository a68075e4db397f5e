using Tenbin.Linux.Interop;

namespace Tenbin.Linux;

/// <summary>
/// Kernel settings below <c>/proc/sys</c>, by path: <c>net/ipv4/ip_forward</c>. Those below <c>net/</c> are of the
/// calling thread's network namespace.
/// </summary>
public static class Sysctl
{
    private const string Root = "/proc/sys/";

    /// <summary>The value, without its line end; null when this kernel has no such setting (or the interface is gone).</summary>
    /// <exception cref="LinuxException">It may not be read.</exception>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Root + path).TrimEnd('\n');
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new LinuxException($"read sysctl {path}", Errno.EACCES);
        }
    }

    /// <summary>Sets the value.</summary>
    /// <exception cref="LinuxException">No such setting, a value the kernel does not take, or no right to.</exception>
    public static void Write(string path, string value)
    {
        try
        {
            // Opened, not created: a missing setting must be an error. One write, as the kernel wants it.
            using var file = File.OpenHandle(Root + path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(file, System.Text.Encoding.ASCII.GetBytes(value + "\n"), fileOffset: 0);
        }
        catch (IOException e)
        {
            var missing = e is FileNotFoundException or DirectoryNotFoundException;
            throw new LinuxException($"set sysctl {path} to {value}", missing ? Errno.ENOENT : Errno.EINVAL, e.Message);
        }
        catch (UnauthorizedAccessException)
        {
            throw new LinuxException($"set sysctl {path} to {value}", Errno.EACCES, "this needs root");
        }
    }
}
