using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Tenbin.Linux.Processes;

/// <summary>Processes that share a group id (setpgid(2), setsid(2)) and can be ended together.</summary>
public static partial class ProcessGroup
{
    private const int SigKill = 9, SigTerm = 15;
    private const int NoSuchProcess = 3;

    /// <summary>Ends every process of the group at once with SIGKILL; a group without members is no error.</summary>
    /// <param name="group">The group's id: the process id of its leader, above 1.</param>
    /// <exception cref="Win32Exception">The kernel refused, e.g. EPERM.</exception>
    public static void Kill(int group) => Signal(group, SigKill);

    /// <summary>Asks every process of the group to end, with SIGTERM; a group without members is no error.</summary>
    /// <param name="group">The group's id: the process id of its leader, above 1.</param>
    /// <exception cref="Win32Exception">The kernel refused, e.g. EPERM.</exception>
    public static void Terminate(int group) => Signal(group, SigTerm);

    private static void Signal(int group, int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(group, 2);
        if (KillNative(-group, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
        {
            throw new Win32Exception(error, $"Cannot end process group {group}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int KillNative(int pid, int signal);
}
