using System.ComponentModel;
using Tenbin.Linux.Processes;

namespace Tenbin.Director.Clustering;

/// <summary>What systemd says of the machine.</summary>
internal static class MachineState
{
    /// <summary>True while the machine is being shut down or restarted; false too where systemd is not the init.</summary>
    public static async Task<bool> IsGoingDownAsync(TimeProvider time)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        try
        {
            return (await new Command("systemctl", ["is-system-running"]).RunAsync(time, deadline.Token).ConfigureAwait(false)).Said == "stopping";
        }
        catch (Win32Exception)
        {
            // No systemd: a restart is the better guess. If it is none, the leases run out.
            return false;
        }
    }
}
