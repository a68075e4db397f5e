using Tenbin.Linux;

namespace Tenbin.Director.Doctor.Host;

/// <summary>The mends of this machine that a program may do: each small, and easily taken back.</summary>
internal static class HostFixes
{
    public static DoctorFix SetSysctl(string path, string value) => DoctorFix.Of($"sysctl -w {path}={value}", () => Guard(() => Sysctl.Write(path, value)));

    public static DoctorFix SwitchLargeReceiveOff(string name) =>
        DoctorFix.Of($"ethtool -K {name} lro off", () => Guard(() => EthernetFeatures.SetLargeReceive(name, on: false)));

    /// <summary>Sets a file's mode.</summary>
    public static DoctorFix Narrow(string path, UnixFileMode mode) => DoctorFix.Of($"chmod {Convert.ToString((int)mode, 8)} {path}", () =>
    {
        try
        {
            File.SetUnixFileMode(path, mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DoctorException($"{path}: its mode cannot be set: {e.Message}", e);
        }
    });

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (LinuxException e)
        {
            throw new DoctorException(e.Message, e);
        }
    }
}
