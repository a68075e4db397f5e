using System.Globalization;
using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Agent;
using Tenbin.Lab.Agent.Asking;
using Tenbin.Lab.Agent.Flooding;
using Tenbin.Lab.Agent.Probes;
using Tenbin.Lab.Capture;
using Tenbin.Lab.Load;

// What runs inside the lab's machines. SIGTERM ends the verbs that go on without end.
using var stop = new StopSignal();
switch (args)
{
    case ["clear"]:
        foreach (var id in await LabNetwork.ClearLeftovers())
        {
            Console.WriteLine($"Cleared what the crashed lab {id} had left.");
        }

        return 0;
    case ["serve", var name, var port, .. var addresses]:
        return await PeerServer.Run(
            name, int.Parse(port, CultureInfo.InvariantCulture), addresses.Select(IPAddress.Parse), stop.Token);
    case ["load", var kept, var perSecond, .. var targets]:
        return await LoadRun.Run(
            int.Parse(kept, CultureInfo.InvariantCulture), int.Parse(perSecond, CultureInfo.InvariantCulture), targets, stop.Token);
    case ["hold", var service, var sessions]:
        return await Hold.Run(IPEndPoint.Parse(service), int.Parse(sessions, CultureInfo.InvariantCulture), stop.Token);
    case ["crowd", var service, var sessions, var manner and ("still" or "mixed")]:
        return await CrowdRun.Run(
            IPEndPoint.Parse(service), int.Parse(sessions, CultureInfo.InvariantCulture), manner == "still", stop.Token);
    case ["bulk", var service, var bytes]:
        return await Bulk.Run(IPEndPoint.Parse(service), long.Parse(bytes, CultureInfo.InvariantCulture));
    case ["udp", var service, var count, var bytes]:
        return await Datagrams.Run(
            IPEndPoint.Parse(service),
            int.Parse(count, CultureInfo.InvariantCulture),
            int.Parse(bytes, CultureInfo.InvariantCulture));
    case ["probe", var kind and ("udp" or "tcp"), var service, var milliseconds]:
        return Probing.Run(
            kind == "udp" ? ProbeKind.Udp : ProbeKind.Tcp,
            IPEndPoint.Parse(service),
            int.Parse(milliseconds, CultureInfo.InvariantCulture),
            stop.Token);
    case ["watch", var side and ("from" or "to"), .. var addresses]:
        return Watch.Run(side == "from" ? WatchSide.From : WatchSide.To, addresses, stop.Token);
    case ["flood", var count, var perSecond, var seed, .. var victims]:
        return FloodRun.Run(
            long.Parse(count, CultureInfo.InvariantCulture),
            int.Parse(perSecond, CultureInfo.InvariantCulture),
            int.Parse(seed, CultureInfo.InvariantCulture),
            [.. victims.Select(IPEndPoint.Parse)],
            stop.Token);
    default:
        await Console.Error.WriteLineAsync(
            """
            usage: clear | serve NAME PORT [ADDRESS...] | load KEPT PER-SECOND URL... | hold SERVICE SESSIONS
                   | crowd SERVICE SESSIONS still|mixed
                   | bulk SERVICE BYTES | udp SERVICE COUNT BYTES
                   | probe udp|tcp SERVICE MILLISECONDS | watch from|to ADDRESS...
                   | flood COUNT PER-SECOND SEED VICTIM...
            """);
        return 64;
}
