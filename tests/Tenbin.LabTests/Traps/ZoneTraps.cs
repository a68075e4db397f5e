using System.Globalization;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Load;
using Xunit;

namespace Tenbin.LabTests.Traps;

/// <summary>A zone goes down with everything in it.</summary>
public sealed class ZoneTraps(ITestOutputHelper output)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Trap17_private_address_cannot_leave_its_subnet_and_an_overlay_address_crosses_zones_by_its_route()
    {
        await using var pair = await ZonePair.Prepare();
        await pair.Write(isRouted: false);
        await pair.Start();
        await pair.Client.WaitUntilServed(ZonePair.Web, "web", pair.Evidence);
        Assert.Contains("mover: aws-route", Assert.Single(await pair.Lvs01.Finds("aws.peer-elsewhere")).Mend, StringComparison.Ordinal);
        await pair.Lvs02.Finds("aws.address-homeless");

        await pair.LoseZone();
        await pair.Client.WaitUntilLost(ZonePair.Web);
        await Wait.Until("lvs02 to have tried", () => pair.Lvs02.Daemon!.Output.Contains("172.18.1.199"), s_patience, pair.Evidence);

        await pair.Write(isRouted: true);
        await pair.ReturnZone();
        await TrapPair.Restart(pair.Lvs02);
        await pair.WaitUntilSettled();
        await pair.Client.WaitUntilServed(ZonePair.Web, "web", pair.Evidence);
        foreach (var id in new[] { "aws.peer-elsewhere", "aws.address-homeless", "aws.one-zone" })
        {
            await pair.Lvs02.FindsNo(id);
        }

        await pair.LoseZone();
        await pair.Client.WaitUntilServed(ZonePair.Web, "web02", pair.Evidence);
    }

    [Fact]
    public async Task Trap17_outage_of_the_active_directors_zone_is_survived_by_the_other_zone()
    {
        await using var pair = await ZonePair.Prepare();
        await pair.Write(isRouted: true);
        await pair.Start();
        Assert.Same(pair.Lvs01, await pair.WaitUntilSettled());
        await using var datagrams = await Prober.Start(pair.Client, ProbeKind.Udp, ZonePair.Web, TimeSpan.FromMilliseconds(10));
        await using var connections = await Prober.Start(pair.Client, ProbeKind.Tcp, ZonePair.Web, TimeSpan.FromMilliseconds(20));
        await WaitUntilSteady(pair, datagrams, connections);
        var since = LabClock.Now;

        await pair.LoseZone();
        await pair.Lvs02.WaitFor("lvs02 to own the group", status => status.Cluster![ZonePair.Group].Phase == "holding", s_patience);
        await WaitUntilSteady(pair, datagrams, connections);

        Assert.Equal("web02", datagrams.Log.Last!.Server);
        AssertHeldBy(pair.Vpc, "lvs02");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"outage of the zone: datagrams {datagrams.Log.LongestGap(since)!.Value.Length.TotalMilliseconds:0} ms, connections {connections.Log.LongestGap(since)!.Value.Length.TotalMilliseconds:0} ms"));

        await pair.ReturnZone();
        Assert.Same(pair.Lvs02, await pair.WaitUntilSettled());
        (await pair.Lvs02.Verb("standby", ZonePair.Group)).Checked();
        await pair.Lvs01.WaitFor("lvs01 to own the group again", status => status.Cluster![ZonePair.Group].Phase == "holding", s_patience);
        await Wait.Until("everything to lead to lvs01", () => LeadsTo(pair.Vpc, "lvs01"), s_patience, pair.Evidence);
        await WaitUntilSteady(pair, datagrams, connections);
        Assert.True((await pair.Lvs01.Status())["web"].Servers.Count == 2);
    }

    private static async Task WaitUntilSteady(ZonePair pair, params Prober[] probers)
    {
        var now = LabClock.Now;
        foreach (var prober in probers)
        {
            try
            {
                await prober.WaitUntilSteady(now, deadline: s_patience);
            }
            catch (LabException e)
            {
                throw new LabException($"{e.Message}\n{pair.Evidence()}", e);
            }
        }
    }

    private static void AssertHeldBy(Vpc vpc, string director) => Assert.True(LeadsTo(vpc, director), $"not everything leads to {director}:\n{string.Join('\n', Targets(vpc))}");

    private static bool LeadsTo(Vpc vpc, string director) => Targets(vpc).All(target => target.To == Vpc.InterfaceId(director));

    /// <summary>The overlay's route, both default routes, and the Elastic IP.</summary>
    private static IEnumerable<(string What, string? To)> Targets(Vpc vpc)
    {
        var book = vpc.Control.Book;
        string? Target(string table, string to) => book.RouteTables[Vpc.RouteTableId(table)].Routes.SingleOrDefault(route => route.Target == RouteTarget.Interface && route.Destination.ToString() == to)?.TargetId;
        return
        [
            ("overlay", Target(VpcBuilder.MainTable, "192.0.2.1/32")), ("back-a", Target("back-a", "0.0.0.0/0")), ("back-c", Target("back-c", "0.0.0.0/0")),
            ("Elastic IP", book.ElasticIps[Vpc.AllocationId("203.0.113.10")].Association?.InterfaceId),
        ];
    }
}
