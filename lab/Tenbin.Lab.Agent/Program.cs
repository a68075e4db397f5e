using System.Globalization;
using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Agent;

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
    case ["serve", var name, var port]:
        return await PeerServer.Run(name, int.Parse(port, CultureInfo.InvariantCulture), stop.Token);
    case ["load", var mode, var perSecond, .. var targets]:
        return await WebLoad.Run(mode == "keep-alive", int.Parse(perSecond, CultureInfo.InvariantCulture), targets, stop.Token);
    case ["hold", var service, var sessions]:
        return await Hold.Run(IPEndPoint.Parse(service), int.Parse(sessions, CultureInfo.InvariantCulture), stop.Token);
    case ["bulk", var service, var bytes]:
        return await Bulk.Run(IPEndPoint.Parse(service), long.Parse(bytes, CultureInfo.InvariantCulture));
    case ["udp", var service, var count, var bytes]:
        return await Datagrams.Run(
            IPEndPoint.Parse(service),
            int.Parse(count, CultureInfo.InvariantCulture),
            int.Parse(bytes, CultureInfo.InvariantCulture));
    default:
        await Console.Error.WriteLineAsync(
            """
            usage: clear | serve NAME PORT | load new|keep-alive PER-SECOND URL... | hold SERVICE SESSIONS
                   | bulk SERVICE BYTES | udp SERVICE COUNT BYTES
            """);
        return 64;
}
