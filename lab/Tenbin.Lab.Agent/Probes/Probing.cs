using System.Net;
using Tenbin.Lab.Load;

namespace Tenbin.Lab.Agent.Probes;

/// <summary>Asks a peer server without waiting for answers, until stopped.</summary>
internal static class Probing
{
    public static int Run(ProbeKind kind, IPEndPoint service, int milliseconds, CancellationToken stop)
    {
        var open = new OpenProbes();
        using IProbes probes = kind == ProbeKind.Udp
            ? new DatagramProbes(service, open, stop)
            : new ConnectionProbes(service, open, stop);
        Pace.Keep(milliseconds / 1000.0, probes.Send, stop);
        open.GiveUp();
        return 0;
    }
}
