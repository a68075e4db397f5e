using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tenbin.Forwarding.Ebpf;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Linux.Bpf;
using Tenbin.Linux.Netlink;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>Gates and the programs at their posts, from the first group to <c>tenbin clear</c>.</summary>
public sealed class GateLifeTests(KernelFixture kernel)
{
    private static readonly IPAddress s_first = IPAddress.Parse("203.0.113.1"), s_second = IPAddress.Parse("2001:db8::2");

    [Fact]
    public void Invariant6_a_deadline_outlives_the_daemon_and_a_group_that_stays_keeps_it() => InHouse(open =>
    {
        using (var plane = open())
        {
            plane.SetGroups([Front(s_first), Back(s_second)]);
            plane.SetDeadline(0, 7);
            plane.SetDeadline(1, 8);
            plane.SetGroups([Front(s_first, s_second)]);
            Assert.Equal((7, 0), (plane.ReadDeadline(0), plane.ReadDeadline(1)));
            plane.SetGroups([Front(s_second), Back(s_first)]);
            plane.SetDeadline(1, 9);
            plane.Reconcile(new([]));
        }

        using (var plane = open())
        {
            Assert.Equal((7, 9), (plane.ReadDeadline(0), plane.ReadDeadline(1)));
            plane.Reconcile(new([]));
            plane.SetGroups([Front(s_first), Back(s_second)]);
            Assert.Equal((7, 9), (plane.ReadDeadline(0), plane.ReadDeadline(1)));
        }
    });

    [Fact]
    public void Invariant6_an_index_that_changes_hands_is_closed() => InHouse(open =>
    {
        using (var plane = open())
        {
            plane.SetGroups([Front(s_first)]);
            plane.SetDeadline(0, long.MaxValue);
        }

        using (var plane = open())
        {
            plane.SetGroups([new GatedGroup("other", 0, [s_first]), new GatedGroup("front", 1, [s_second])]);
            Assert.Equal((0, 0), (plane.ReadDeadline(0), plane.ReadDeadline(1)));
        }
    });

    [Fact]
    public void The_egress_program_is_at_every_post_before_an_address_and_leaves_after_the_last() => InHouse(open =>
    {
        using var plane = open();
        plane.Reconcile(new([]));
        Assert.Equal([0, 0], Posts(BpfTcDirection.Egress));
        plane.SetGroups([Front(s_first)]);
        Assert.Equal([1, 1], Posts(BpfTcDirection.Egress));
        Assert.Contains("gate attached to " + Wiring.ClientNic, plane.Reconcile(new([])).Changes);

        // Somebody takes it away (invariant 5).
        Assert.True(BpfTc.Detach(Slot(BpfTcDirection.Egress)));
        Assert.Equal(["gate attached to " + Wiring.ClientNic], plane.Reconcile(new([])).Changes);
        plane.SetGroups([]);
        Assert.Equal([0, 0], Posts(BpfTcDirection.Egress));
        Assert.Equal([1, 1], Posts(BpfTcDirection.Ingress));
    });

    [Fact]
    public void Invariant6_the_kernels_own_arp_does_not_give_a_closed_address_away() => InHouse(open =>
    {
        using var plane = open();
        plane.SetGroups([Front(s_first)]);
        kernel.Ip($"address add {s_first}/24 dev {Wiring.ClientNic}");
        try
        {
            // Each asks for a neighbour of its own, with the bound address as sender.
            Send("203.0.113.8");
            Assert.True(SpinWait.SpinUntil(() => Closed() > 0, TimeSpan.FromSeconds(10)), "no ARP request was dropped");
            plane.SetDeadline(0, long.MaxValue);
            var before = Closed();
            var asked = Asked();
            Send("203.0.113.9");
            Assert.True(SpinWait.SpinUntil(() => Asked() > asked, TimeSpan.FromSeconds(10)), "no ARP request came out of the open gate");
            Assert.Equal(before, Closed());
        }
        finally
        {
            kernel.Ip($"address del {s_first}/24 dev {Wiring.ClientNic}");
        }

        long Closed() => plane.Read().Events["gate-closed"];

        static void Send(string neighbour)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(s_first, 0));
            socket.SendTo("?"u8, new IPEndPoint(IPAddress.Parse(neighbour), 9));
        }

        // Frames that the other end of the wire has received.
        static long Asked() => long.Parse(
            File.ReadLines("/proc/thread-self/net/dev").Single(line => line.TrimStart().StartsWith($"{Wiring.ClientNic}-peer:", StringComparison.Ordinal))
                .Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    });

    [Fact]
    public void Groups_set_first_of_all_bring_the_ingress_program_too() => InHouse(open =>
    {
        using var plane = open();
        plane.SetGroups([Front(s_first)]);
        Assert.Equal([1, 1], Posts(BpfTcDirection.Ingress));
    });

    [Fact]
    public void Clear_leaves_nothing_of_the_gate() => InHouse((directory, open) =>
    {
        using (var plane = open())
        {
            plane.SetGroups([Front(s_first)]);
        }

        EbpfDataPlane.Clear(directory);
        Assert.Equal([0, 0], Posts(BpfTcDirection.Egress));
        Assert.Equal([0, 0], Posts(BpfTcDirection.Ingress));
        Assert.False(Directory.Exists(directory));
    });

    [Fact]
    public void Groups_that_contradict_each_other_are_refused_and_change_nothing() => InHouse(open =>
    {
        using var plane = open();
        plane.SetGroups([Front(s_first)]);
        plane.SetDeadline(0, 7);
        GatedGroup[][] wrong =
        [
            [Front(s_first), new GatedGroup("front", 1, [s_second])],
            [Front(s_first), new GatedGroup("back", 0, [s_second])],
            [Front(s_first), Back(s_first)],
            [new GatedGroup("front", IGate.MaxGroups, [s_first])],
            [new GatedGroup("front", -1, [s_first])],
            [Front([.. Enumerable.Range(0, IGate.MaxAddresses + 1).Select(i => new IPAddress(i + 1))])],
        ];
        Assert.All(wrong, groups => Assert.Throws<ArgumentException>(() => plane.SetGroups(groups)));
        Assert.Equal(7, plane.ReadDeadline(0));
        Assert.All(new[] { -1, IGate.MaxGroups }, index => Assert.Throws<ArgumentOutOfRangeException>(() => plane.SetDeadline(index, 1)));
    });

    [Fact]
    public void Setting_a_deadline_allocates_nothing() => InHouse(open =>
    {
        using var gate = open();
        gate.SetDeadline(0, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            gate.SetDeadline(0, i);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(999, gate.ReadDeadline(0));
    });

    private static GatedGroup Front(params IPAddress[] addresses) => new("front", 0, [.. addresses]);

    private static GatedGroup Back(params IPAddress[] addresses) => new("back", 1, [.. addresses]);

    private static int Index(string name)
    {
        using var netlink = RouteNetlink.Open();
        return netlink.Link(name)!.Index;
    }

    private static int[] Posts(BpfTcDirection direction) =>
        [.. new[] { Wiring.ClientNic, Wiring.ServerNic }.Select(name => BpfTc.List(Index(name), direction).Count)];

    private static BpfTcSlot Slot(BpfTcDirection direction) => BpfTc.List(Index(Wiring.ClientNic), direction).Single().Slot;

    private void InHouse(Action<Func<EbpfDataPlane>> test) => InHouse((_, open) => test(open));

    /// <summary>In the run's namespace, where both interfaces are up, with pins of the test's own.</summary>
    private void InHouse(Action<string, Func<EbpfDataPlane>> test) => kernel.InHouse(directory =>
    {
        var settings = KernelFixture.Settings with { Hook = Model.Configuration.Hook.Tc, Interfaces = [Wiring.ClientNic, Wiring.ServerNic] };
        try
        {
            test(directory, () => EbpfDataPlane.Open(new EbpfOptions(settings, directory)));
        }
        finally
        {
            EbpfDataPlane.Clear(directory);
        }
    });
}
