using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Fabric;

/// <summary>The Internet gateway.</summary>
public sealed class EdgeTests
{
    private const string ClientAddress = "198.51.100.10", WebPublic = "203.0.113.10", WebVip = "172.18.1.199";
    private readonly Bench _bench = Bench.Article();

    [Fact]
    public void Public_address_stands_for_the_private_one_both_ways()
    {
        var inward = _bench.Delivers("client", Frames.Tcp(_bench.Client.Mac, Frames.Router, ClientAddress, WebPublic, 50000, 80), "lvs01");
        Assert.Equal(Ip.Parse(WebVip), Frames.Destination(inward));
        Assert.Equal(Ip.Parse(ClientAddress), Frames.Source(inward));
        Assert.Equal(_bench.Mac("lvs01"), Frames.DestinationMac(inward));

        var outward = _bench.Delivers("lvs01", Frames.Tcp(_bench.Mac("lvs01"), Frames.Router, WebVip, ClientAddress, 80, 50000), "client");
        Assert.Equal(Ip.Parse(WebPublic), Frames.Source(outward));
        Assert.Equal(_bench.Client.Mac, Frames.DestinationMac(outward));
    }

    /// <summary>Trap 2: the database answers a client beyond the edge from the virtual address.</summary>
    [Fact]
    public void Reply_of_a_server_behind_direct_routing_dies_here()
    {
        _bench.Drops("db01", Frames.Tcp(_bench.Mac("db01"), Frames.Router, WebVip, ClientAddress, 80, 50000), DropReason.EdgeForeignSource);
    }

    [Fact]
    public void Private_address_without_a_public_one_does_not_get_out()
    {
        _bench.Drops("web01", Frames.Udp(_bench.Mac("web01"), Frames.Router, "172.18.1.33", ClientAddress), DropReason.EdgeNoPublicAddress);
    }

    [Fact]
    public void Public_address_that_stands_for_nothing_leads_nowhere()
    {
        _bench.Change(book => book.With(book.ElasticIps[Vpc.AllocationId(WebPublic)] with { Association = null }));

        _bench.Drops("client", Frames.Udp(_bench.Client.Mac, Frames.Router, ClientAddress, WebPublic), DropReason.EdgeNotAssociated);
        _bench.Drops("client", Frames.Udp(_bench.Client.Mac, Frames.Router, ClientAddress, "192.0.2.77"), DropReason.NoSuchInternetHost);
        _bench.Drops("client", Frames.Udp(_bench.Client.Mac, Frames.Router, ClientAddress, WebVip), DropReason.NoSuchInternetHost);
    }

    [Fact]
    public void Client_may_not_use_an_address_that_is_not_its_own()
    {
        _bench.Drops("client", Frames.Udp(_bench.Client.Mac, Frames.Router, "198.51.100.11", WebPublic), DropReason.InternetSpoofed);
    }

    [Fact]
    public void One_public_address_reaches_another_through_the_edge()
    {
        var delivered = _bench.Delivers("lvs02", Frames.Udp(_bench.Mac("lvs02"), Frames.Router, "172.18.1.25", WebPublic), "lvs01");

        Assert.Equal(Ip.Parse("203.0.113.25"), Frames.Source(delivered));
        Assert.Equal(Ip.Parse(WebVip), Frames.Destination(delivered));
    }

    [Fact]
    public void Icmp_error_carries_the_address_that_its_reader_knows()
    {
        var sent = _bench.Delivers("lvs01", Frames.Udp(_bench.Mac("lvs01"), Frames.Router, WebVip, ClientAddress), "client");
        var error = _bench.Delivers("client", Frames.TooBig(_bench.Client.Mac, Frames.Router, ClientAddress, WebPublic, sent), "lvs01");
        Assert.Equal(Ip.Parse(WebVip), Frames.Destination(error));
        Assert.Equal(Ip.Parse(WebVip), Ip.FromV4(error.AsSpan(42 + 12)));

        var got = _bench.Delivers("client", Frames.Udp(_bench.Client.Mac, Frames.Router, ClientAddress, WebPublic), "lvs01");
        var back = _bench.Delivers("lvs01", Frames.TooBig(_bench.Mac("lvs01"), Frames.Router, WebVip, ClientAddress, got), "client");
        Assert.Equal(Ip.Parse(WebPublic), Frames.Source(back));
        Assert.Equal(Ip.Parse(WebPublic), Ip.FromV4(back.AsSpan(42 + 16)));
    }

    [Fact]
    public void Packet_longer_than_1500_bytes_does_not_pass()
    {
        _bench.Drops("lvs01", Frames.Udp(_bench.Mac("lvs01"), Frames.Router, WebVip, ClientAddress, payload: 1473), DropReason.EdgeTooLong);
        _bench.Delivers("lvs01", Frames.Udp(_bench.Mac("lvs01"), Frames.Router, WebVip, ClientAddress, payload: 1472), "client");
    }

    [Fact]
    public void Ipv6_passes_untranslated_to_public_subnets_only()
    {
        var bench = Bench.TwoSubnets();
        var sent = Frames.Udp(bench.Client.Mac, Frames.Router, "2001:db8:99::10", "2001:db8:12:1::11");

        Assert.Equal(sent[14..], bench.Delivers("client", sent, "one")[14..]);
        bench.Delivers("one", Frames.Udp(bench.Mac("one"), Frames.Router, "2001:db8:12:1::11", "2001:db8:99::10"), "client");
        bench.Drops("client", Frames.Udp(bench.Client.Mac, Frames.Router, "2001:db8:99::10", "2001:db8:12:2::11"), DropReason.EdgeSubnetIsPrivate);
        bench.Change("one", held => held with { SourceDestCheck = false });
        bench.Drops("one", Frames.Udp(bench.Mac("one"), Frames.Router, "2001:db8:12:1::12", "2001:db8:99::10"), DropReason.EdgeForeignSource);
    }

    [Fact]
    public void Everything_is_behind_a_clients_router()
    {
        var answer = _bench.Delivers("client", Frames.Arp(_bench.Client.Mac, Frames.Broadcast, 1, ClientAddress, WebPublic), "client");

        Assert.Equal(Frames.Router, new(answer.AsSpan(22, 6)));
        _bench.Drops("client", Frames.Arp(_bench.Client.Mac, Frames.Broadcast, 1, "0.0.0.0", ClientAddress), DropReason.NobodyHoldsTarget);
    }
}
