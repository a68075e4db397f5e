using System.Net;
using Tenbin.Linux.Netlink;

namespace Tenbin.Linux.Tests.Netlink;

public sealed class RouteNetlinkTests
{
    [Fact]
    public void Lists_interfaces_of_its_namespace_only()
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var links = netlink.Links();
        Assert.Equal(["lo", "near0"], links.Select(link => link.Name).Order());
        var veth = netlink.Link("near0")!;
        Assert.Equal((MacAddress.Parse(TestNetwork.NearMac), 1500, true, "veth", 1), (veth.Mac, veth.Mtu, veth.IsUp, veth.Kind, veth.HardwareType));
        Assert.Null(veth.MasterIndex);
        var lo = netlink.Link("lo")!;
        Assert.True(lo is { IsLoopback: true, HardwareType: 772, Mac: null });
        Assert.Null(netlink.Link("far0"));
    }

    [Fact]
    public void Sees_bridge_ports_and_switches_interfaces()
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        TestNetwork.Ip($"-n {network.Near} link add br0 type bridge");
        TestNetwork.Ip($"-n {network.Near} link set near0 master br0");
        var bridge = netlink.Link("br0")!;
        Assert.Equal("bridge", bridge.Kind);
        Assert.Equal(bridge.Index, netlink.Link("near0")!.MasterIndex);
        netlink.SetUp(bridge.Index);
        Assert.True(netlink.Link("br0")!.IsUp);
        netlink.SetUp(bridge.Index, up: false);
        Assert.False(netlink.Link("br0")!.IsUp);
    }

    [Theory]
    [InlineData("10.9.0.1", 24)]
    [InlineData("fd09::1", 64)]
    public void Adds_lists_and_removes_addresses(string text, int prefix)
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var address = IPAddress.Parse(text);
        var index = netlink.Link("near0")!.Index;
        Assert.True(netlink.AddAddress(index, address, prefix, AddressOptions.NoDuplicateDetection));
        Assert.False(netlink.AddAddress(index, address, prefix, AddressOptions.NoDuplicateDetection));
        Assert.Contains(new InterfaceAddress(index, address, prefix, IsTentative: false), netlink.Addresses());
        Assert.True(netlink.RemoveAddress(index, address, prefix));
        Assert.False(netlink.RemoveAddress(index, address, prefix));
        Assert.DoesNotContain(netlink.Addresses(), found => found.Address.Equals(address));
    }

    [Fact]
    public void The_kernels_own_words_are_in_the_error()
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var error = Assert.Throws<LinuxException>(() => netlink.AddAddress(netlink.Link("near0")!.Index, IPAddress.Parse("10.9.0.1"), 77));
        Assert.Contains("add address 10.9.0.1/77 to interface", error.Message, StringComparison.Ordinal);
        Assert.Contains("EINVAL", error.Message, StringComparison.Ordinal);
        Assert.Contains("prefix", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.0.2", RouteKind.Unicast, null)]
    [InlineData("10.2.0.2", RouteKind.Unicast, "10.1.0.2")]
    [InlineData("10.1.0.1", RouteKind.Local, null)]
    [InlineData("10.3.0.1", RouteKind.Blackhole, null)]
    [InlineData("10.4.0.1", RouteKind.Unreachable, null)]
    [InlineData("10.5.0.1", RouteKind.Prohibit, null)]
    [InlineData("10.6.0.1", RouteKind.None, null)]
    [InlineData("10.7.0.1", RouteKind.Unicast, "fd01::2")]
    [InlineData("fd01::2", RouteKind.Unicast, null)]
    [InlineData("fd02::2", RouteKind.Unicast, "fd01::2")]
    [InlineData("fd01::1", RouteKind.Local, null)]
    [InlineData("fd03::1", RouteKind.Blackhole, null)]
    [InlineData("fd04::1", RouteKind.Unreachable, null)]
    [InlineData("fd05::1", RouteKind.Prohibit, null)]
    [InlineData("fd06::1", RouteKind.None, null)]
    public void Finds_the_way_to_a_destination(string destination, RouteKind kind, string? gateway)
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        foreach (var arguments in new[]
        {
            "10.2.0.0/24 via 10.1.0.2 mtu 1400", "blackhole 10.3.0.0/24", "unreachable 10.4.0.0/24", "prohibit 10.5.0.0/24", "10.7.0.0/24 via inet6 fd01::2",
        })
        {
            TestNetwork.Ip($"-n {network.Near} route add {arguments}");
        }

        foreach (var arguments in new[] { "fd02::/64 via fd01::2", "blackhole fd03::/64", "unreachable fd04::/64", "prohibit fd05::/64" })
        {
            TestNetwork.Ip($"-n {network.Near} -6 route add {arguments}");
        }

        var route = netlink.GetRoute(IPAddress.Parse(destination));
        Assert.Equal((kind, gateway), (route.Kind, route.Gateway?.ToString()));
        var name = kind switch { RouteKind.Unicast => "near0", RouteKind.Local => "lo", _ => null };
        Assert.Equal(name is null ? 0 : netlink.Link(name)!.Index, route.InterfaceIndex);
        Assert.Equal(destination == "10.2.0.2" ? 1400 : null, route.Mtu);
        if (destination == "10.2.0.2")
        {
            Assert.Equal(IPAddress.Parse("10.1.0.1"), route.PreferredSource);
        }
    }

    [Fact]
    public void A_route_question_may_name_source_and_interface()
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var index = netlink.Link("near0")!.Index;
        var route = netlink.GetRoute(IPAddress.Parse("10.99.0.1"), IPAddress.Parse("10.1.0.1"), index);
        Assert.Equal((RouteKind.Unicast, index), (route.Kind, route.InterfaceIndex));
        var foreign = netlink.GetRoute(IPAddress.Parse("10.1.0.2"), IPAddress.Parse("10.99.0.9"));
        Assert.True(foreign.Kind is RouteKind.None or RouteKind.Blackhole);
        Assert.Throws<LinuxException>(() => netlink.GetRoute(IPAddress.Parse("10.1.0.2"), outInterface: 9999));
    }

    [Theory]
    [InlineData("10.1.0.2")]
    [InlineData("fd01::2")]
    public void An_ensured_neighbour_is_resolved_and_kept(string text)
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var index = netlink.Link("near0")!.Index;
        var address = IPAddress.Parse(text);
        Assert.False(netlink.ReleaseNeighbour(index, address));
        netlink.EnsureNeighbour(index, address);
        Eventually.True(() => netlink.GetNeighbour(index, address) is { IsUsable: true }, "the neighbour is resolved");
        netlink.EnsureNeighbour(index, address);
        var found = netlink.GetNeighbour(index, address)!;
        Assert.Equal(MacAddress.Parse(TestNetwork.FarMac), found.Mac);
        Assert.Equal(KernelVersion.Current >= new KernelVersion(5, 16), found.IsManaged);
        Assert.Contains(netlink.Neighbours(), neighbour => neighbour.Address.Equals(address) && neighbour.InterfaceIndex == index);
        Assert.True(netlink.ReleaseNeighbour(index, address));
        Assert.False(netlink.GetNeighbour(index, address)!.IsManaged);
    }

    [Fact]
    public void A_silent_neighbour_is_not_usable()
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        var index = netlink.Link("near0")!.Index;
        var address = IPAddress.Parse("10.1.0.77");
        netlink.EnsureNeighbour(index, address);
        Assert.False(netlink.GetNeighbour(index, address)!.IsUsable);
        Assert.Null(netlink.GetNeighbour(index, IPAddress.Parse("10.1.0.78")));
    }

    [Fact]
    public void Threads_share_one_socket()
    {
        using var network = new TestNetwork();
        using var netlink = network.Near.Run(RouteNetlink.Open);
        Parallel.For(0, 200, _ => Assert.Equal(2, netlink.Links().Count));
    }
}
