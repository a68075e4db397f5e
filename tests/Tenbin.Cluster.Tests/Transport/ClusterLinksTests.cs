using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Tenbin.Cluster.Transport;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Cluster.Tests.Transport;

/// <summary>Over real sockets on loopback: two nodes, two links, with a wire in each that can be cut and recorded.</summary>
public sealed class ClusterLinksTests : IDisposable
{
    private readonly KeyFile _keys = KeyFile.Generate(DateTimeOffset.UnixEpoch);
    private readonly IPEndPoint[] _aAt = [Wire.FreeEndPoint(), Wire.FreeEndPoint()], _bAt = [Wire.FreeEndPoint(), Wire.FreeEndPoint()];
    private readonly Wire[] _wires;
    private readonly ImmutableArray<ClusterMember> _seenByA, _seenByB;
    private readonly List<LinkNode> _nodes = [];

    public ClusterLinksTests()
    {
        _wires = [new Wire(_aAt[0], _bAt[0]), new Wire(_aAt[1], _bAt[1])];
        _seenByA = [new ClusterMember(0, "a", [.. _aAt]), new ClusterMember(1, "b", [.. _wires.Select(wire => wire.LeftEnd)])];
        _seenByB = [new ClusterMember(0, "a", [.. _wires.Select(wire => wire.RightEnd)]), new ClusterMember(1, "b", [.. _bAt])];
    }

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        foreach (var wire in _wires)
        {
            wire.Dispose();
        }
    }

    [Fact]
    public async Task Each_payload_arrives_once_though_it_goes_over_both_links()
    {
        var (a, b) = await PairAsync();

        for (var i = 0; i < 200; i++)
        {
            Assert.True(a.Send(1, i));
        }

        await Eventually.Holds(() => Heard(b) >= 400, "all copies");
        Assert.Equal(Enumerable.Range(0, 200), b.From(0).Select(int.Parse).Order());
        Assert.Equal(b.On(0, 0).Received, a.On(0, 1).Sent);
        Assert.Equal(b.Got.Count, b.On(0, 0).Duplicates + b.On(1, 0).Duplicates);
        Assert.Equal((0, 0), (b.On(0, 0).Lost, b.On(1, 0).Lost));
        Assert.Equal(Heard(b), b.Links.Report().Count(FrameVerdict.Delivered) + b.Links.Report().Count(FrameVerdict.Duplicate));
    }

    [Fact]
    public async Task With_one_link_cut_all_arrives_over_the_other_and_the_loss_shows()
    {
        var (a, b) = await PairAsync();
        _wires[1].Cut = true;
        for (var i = 0; i < 200; i++)
        {
            a.Send(1, i);
        }

        await Eventually.Holds(() => b.From(0).Contains("199"), "the last payload");
        Assert.Equal(Enumerable.Range(0, 200), b.From(0).Select(int.Parse));
        Assert.Equal((0, 0.0), (b.On(0, 0).Lost, b.On(0, 0).RecentLoss));
        Assert.Equal((200, 1.0), (b.On(1, 0).Lost, b.On(1, 0).RecentLoss));

        _wires[1].Cut = false;
        await Eventually.Holds(() => a.Send(1, "on") && b.On(1, 0).RecentLoss == 0, "the loss to be over");
        await Eventually.Holds(() => b.On(1, 0).Lost == 200, "what was lost, and no more, to be counted");
    }

    [Fact]
    public async Task In_a_one_way_cut_the_other_way_still_delivers()
    {
        var (a, b) = await PairAsync();
        _wires[0].CutToLeft = _wires[1].CutToLeft = true;

        await Eventually.Holds(() => a.Send(1, "a to b") && b.From(0).Contains("a to b"), "the good direction");

        b.Send(0, "b to a");
        Assert.DoesNotContain("b to a", a.From(1));
    }

    [Fact]
    public async Task Round_trips_are_measured_on_each_link()
    {
        var (a, b) = await PairAsync();

        await Eventually.Holds(
            () => a.Send(1, "ping") && b.Send(0, "pong") && a.On(0, 1).RoundTripAverage is not null && a.On(1, 1).RoundTrip is not null,
            "a round trip");

        Assert.InRange(a.On(0, 1).RoundTrip!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.NotNull(a.On(0, 1).LastHeard);
    }

    [Fact]
    public async Task A_restarted_node_is_believed_at_once_and_payloads_flow_again()
    {
        var (a, b) = await PairAsync();
        End(b);
        var again = Start(1, _seenByB, 101);

        await Eventually.Holds(() => (a.Send(1, "welcome") & again.Send(0, "hi")) && again.From(0).Contains("welcome"), "a to reach the new b");
        await Eventually.Holds(() => again.Send(0, "back") && a.From(1).Contains("back"), "the new b to reach a");
        Assert.Equal(101ul, a.Links.Report().Peers.Single().Incarnation);
    }

    [Fact]
    public async Task A_restarted_node_whose_wall_clock_went_back_is_believed_too()
    {
        var (a, b) = await PairAsync();
        End(b);
        var again = Start(1, _seenByB, 3);

        await Eventually.Holds(() => again.Send(0, "back") && a.From(1).Contains("back"), "the new b to reach a");

        Assert.True(again.Links.Incarnation > 100);
        Assert.Contains(again.Log, line => line.Contains("wall clock went back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invariant8_What_was_recorded_before_a_restart_is_refused_after_it()
    {
        var (a, b) = await PairAsync();
        for (var i = 0; i < 50; i++)
        {
            a.Send(1, $"old {i}");
        }

        await Eventually.Holds(() => b.On(0, 0).Received == 50, "the recording");
        byte[][] recorded = [.. _wires[0].ToRight];
        _wires[0].Cut = _wires[1].Cut = true;
        End(b);
        var again = Start(1, _seenByB, 101);

        await ReplayAsync(); // while a is unheard
        Assert.Null(again.Links.Report().Peers.Single().Incarnation);
        _wires[0].Cut = _wires[1].Cut = false;
        await Eventually.Holds(() => (a.Send(1, "new") & again.Send(0, "hi")) && again.From(0).Contains("new"), "a to reach the new b");
        await ReplayAsync(); // and again when it is confirmed

        Assert.DoesNotContain(again.Got, it => it.Payload.StartsWith("old", StringComparison.Ordinal));
        Assert.True(again.Links.Report().Count(FrameVerdict.Unconfirmed) >= 50);
        Assert.True(again.Links.Report().Count(FrameVerdict.OldIncarnation) >= 50);

        async Task ReplayAsync()
        {
            var before = again.Links.Report().Datagrams.Sum(it => it.Count);
            foreach (var datagram in recorded)
            {
                _wires[0].InsertToRight(datagram);
            }

            await Eventually.Holds(() => again.Links.Report().Datagrams.Sum(it => it.Count) >= before + recorded.Length, "all replays to be judged");
        }
    }

    [Fact]
    public async Task A_key_is_rotated_without_a_lost_datagram()
    {
        var (a, b) = await PairAsync();
        var staged = _keys.Stage(DateTimeOffset.UnixEpoch);
        var activated = staged.Activate();
        var sent = 0;
        foreach (var step in new[] { staged, activated, activated.Prune() })
        {
            await Eventually.Holds(() => a.Got.Count == sent && b.Got.Count == sent, "what was sent before the step");
            a.Links.UseKeys(step);
            Send();
            b.Links.UseKeys(step);
            Send();
        }

        await Eventually.Holds(() => a.Got.Count == sent && b.Got.Count == sent, "every payload on both sides");
        Assert.Equal(2, a.Links.Report().ActiveKey);
        await Eventually.Holds(() => Heard(a) == 2 * sent && Heard(b) == 2 * sent, "every copy");
        Assert.Equal(0, b.Links.Report().Count(FrameVerdict.UnknownKey));

        void Send()
        {
            for (var i = 0; i < 20; i++, sent++)
            {
                Assert.True(a.Send(1, sent));
                Assert.True(b.Send(0, sent));
            }
        }
    }

    [Fact]
    public async Task Invariant8_Datagrams_of_strangers_are_refused_counted_and_logged_once_for_each_reason()
    {
        var (a, b) = await PairAsync();
        a.Send(1, "genuine");
        await Eventually.Holds(() => Heard(b) == 2, "something recorded");
        var genuine = _wires[0].ToRight.Last(it => it[FrameLayout.Kind] == FrameLayout.DataKind);
        var got = b.Got.Count;

        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < 500; i++)
        {
            stranger.SendTo(genuine, _bAt[0]);
            stranger.SendTo("hello?"u8, _bAt[0]);
            stranger.SendTo("a datagram of another program"u8, _bAt[0]);
            _wires[0].InsertToRight(genuine);
            _wires[0].InsertToRight([.. genuine[..^1], (byte)~genuine[^1]]);
            await Eventually.Holds(() => b.Links.Report().Count(FrameVerdict.Misdirected) > i, "the datagrams to be judged");
        }

        await Eventually.Holds(() => b.Links.Report().Count(FrameVerdict.Replayed) >= 1_000, "all to be judged");
        var report = b.Links.Report();
        Assert.Equal(500, report.Count(FrameVerdict.Misdirected));
        Assert.Equal(500, report.Count(FrameVerdict.TooShort));
        Assert.Equal(500, report.Count(FrameVerdict.WrongMagic));
        Assert.Equal(got, b.Got.Count);
        Assert.InRange(b.Log.Count(line => line.Contains("not Tenbin's", StringComparison.Ordinal)), 1, 3);
        Assert.InRange(b.Log.Count(line => line.StartsWith("Refused", StringComparison.Ordinal)), 4, 12);
        await Eventually.Holds(() => a.Send(1, "still") && b.From(0).Contains("still"), "genuine payloads");
    }

    [Fact]
    public async Task Nodes_with_different_keys_never_exchange_a_payload_and_say_why()
    {
        var a = Start(0, _seenByA);
        _nodes.Add(new LinkNode(1, _seenByB, KeyFile.Generate(DateTimeOffset.UnixEpoch)));
        var b = _nodes[^1];

        await Eventually.Holds(
            () => !a.Send(1, "a") && !b.Send(0, "b") && b.Log.Any(line => line.Contains("the key files differ", StringComparison.Ordinal)),
            "the log to say it");

        Assert.Empty(a.Got);
        Assert.Empty(b.Got);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Three_nodes_reach_each_other(string address)
    {
        var at = IPAddress.Parse(address);
        Assert.SkipUnless(
            NetworkInterface.GetAllNetworkInterfaces().Any(it => it.GetIPProperties().UnicastAddresses.Any(own => own.Address.Equals(at))),
            $"no {address} on this machine");
        ImmutableArray<ClusterMember> members =
            [.. Enumerable.Range(0, 3).Select(id => new ClusterMember((byte)id, $"n{id}", [Wire.FreeEndPoint(at)]))];
        LinkNode[] nodes = [Start(0, members), Start(1, members), Start(2, members)];

        await Eventually.Holds(
            () =>
            {
                var all = from one in members from other in members where one != other select nodes[one.Id].Send(other.Id, "hi");
                return all.ToArray().All(sent => sent) && nodes.All(node => node.Got.Select(it => it.Node).Distinct().Count() == 2);
            },
            "all to hear all");

        Assert.All(nodes, node => Assert.Equal(1, node.Links.AgreedVersion));
    }

    [Fact]
    public async Task Sending_and_receiving_allocate_nothing()
    {
        ImmutableArray<ClusterMember> members =
            [.. Enumerable.Range(0, 2).Select(id => new ClusterMember((byte)id, $"n{id}", [Wire.FreeEndPoint()]))];
        long received = 0, allocated = 0, before = 0;
        using var a = Open(0, (_, _, _, _, _) => { });
        using var b = Open(1, (_, _, _, _, _) =>
        {
            // On the listening thread: what it allocated between two payloads.
            var now = GC.GetAllocatedBytesForCurrentThread();
            allocated += Volatile.Read(ref received) > 100 ? now - before : 0;
            before = now;
            Interlocked.Increment(ref received);
        });
        var payload = new byte[ClusterLinks.MaxPayload];
        await Eventually.Holds(() => a.Send(1, Channel.Heart, payload) & b.Send(0, Channel.Heart, payload) && Interlocked.Read(ref received) > 100, "both to be warm");

        var start = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            a.Send(1, Channel.Heart, payload);
        }

        var sending = GC.GetAllocatedBytesForCurrentThread() - start;
        await Eventually.Holds(() => a.Send(1, Channel.Heart, payload) && Interlocked.Read(ref received) > 300, "payloads to arrive");
        Assert.InRange(sending, 0, 1_000);
        Assert.InRange(Interlocked.Read(ref allocated), 0, 1_000);

        ClusterLinks Open(byte id, PayloadHandler deliver)
        {
            var links = new ClusterLinks(new TransportSettings { Self = id, Members = members, Incarnation = 1 }, _keys, deliver, NullLogger.Instance);
            links.Start();
            return links;
        }
    }

    [Fact]
    public async Task After_its_end_a_node_sends_nothing_and_throws_nothing()
    {
        var (a, _) = await PairAsync();
        a.Dispose();

        Assert.False(a.Send(1, "late"));
    }

    [Fact]
    public async Task An_unreachable_peer_costs_errors_in_the_figures_and_no_exception()
    {
        var nowhere = new IPEndPoint(IPAddress.Parse("255.255.255.255"), 9); // without SO_BROADCAST the kernel refuses it
        var members = _seenByA.SetItem(1, new ClusterMember(1, "b", [nowhere, nowhere]));
        var a = Start(0, members);

        await Eventually.Holds(() => !a.Send(1, "x") && a.On(0, 1).SendErrors > 1, "errors to be counted");

        Assert.Equal(SocketError.AccessDenied, a.On(1, 1).LastSendError);
    }

    [Fact]
    public void A_port_in_use_is_an_error_with_a_remedy()
    {
        Start(0, _seenByA);

        var error = Assert.Throws<TransportException>(() => Start(0, _seenByA));

        Assert.Contains(_aAt[0].ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("ss -ulpn", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_whose_address_is_not_there_yet_opens_all_the_same()
    {
        var absent = new IPEndPoint(IPAddress.Parse("192.0.2.77"), 6946);

        Start(0, [new ClusterMember(0, "a", [absent]), new ClusterMember(1, "b", [Wire.FreeEndPoint()])]);
    }

    private static long Heard(LinkNode node) => node.Links.Report().Links.Sum(link => link.Received);

    private async Task<(LinkNode A, LinkNode B)> PairAsync()
    {
        var (a, b) = (Start(0, _seenByA), Start(1, _seenByB));
        // The greeting that b starts with is enough; no payload is under way when a test begins.
        await Eventually.Holds(() => Confirmed(a) && Confirmed(b), "both to be confirmed");
        return (a, b);
    }

    private static bool Confirmed(LinkNode node) => node.Links.Report().Peers.Single().Incarnation is not null;

    private LinkNode Start(byte id, ImmutableArray<ClusterMember> members, ulong incarnation = 100)
    {
        _nodes.Add(new LinkNode(id, members, _keys, incarnation));
        return _nodes[^1];
    }

    private void End(LinkNode node)
    {
        _nodes.Remove(node);
        node.Dispose();
    }
}
