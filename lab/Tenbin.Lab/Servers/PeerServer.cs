using System.Globalization;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Servers;

/// <summary>
/// The agent's server on a machine, for what a web server cannot show: long sessions that say who serves them,
/// hashes of bulk data in both directions, and UDP. TCP and UDP on one port, both families.
/// </summary>
public static class PeerServer
{
    public static async Task<LabProcess> Start(Machine machine, int port)
    {
        var process = await machine.Start(
            [Programs.Agent, "serve", machine.Name, port.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForOutput("serving");
        return process;
    }
}
