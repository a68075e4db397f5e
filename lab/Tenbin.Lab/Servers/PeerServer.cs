using System.Globalization;
using System.Net;
using Tenbin.Lab.Processes;

namespace Tenbin.Lab.Servers;

/// <summary>
/// The agent's server on a machine, for what a web server cannot show: long sessions that say who serves them,
/// hashes of bulk data in both directions, and UDP. TCP and UDP on one port, both families.
/// </summary>
public static class PeerServer
{
    /// <summary>Starts one and waits until it serves.</summary>
    /// <param name="machine">Where; it is also the server's name.</param>
    /// <param name="port">Of both protocols.</param>
    /// <param name="coming">Addresses that the machine may get later, for UDP; it must be allowed to bind to them (<c>ip_nonlocal_bind</c>).</param>
    public static async Task<LabProcess> Start(Machine machine, int port, params IEnumerable<IPAddress> coming)
    {
        var process = await machine.Start(
        [
            Programs.Agent, "serve", machine.Name, port.ToString(CultureInfo.InvariantCulture),
            .. coming.Select(address => address.ToString()),
        ]);
        await process.WaitForOutput("serving");
        return process;
    }
}
