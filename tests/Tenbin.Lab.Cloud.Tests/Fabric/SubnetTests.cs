using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Linux;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Fabric;

/// <summary>Inside a subnet: by destination MAC, with the source/destination check at both ends.</summary>
public sealed class SubnetTests
{
    private readonly Bench _bench = Bench.Article();

    [Fact]
    public void Frame_goes_unchanged_to_the_interface_with_its_destination_mac()
    {
        var frame = Frames.Udp(_bench.Mac("web01"), _bench.Mac("web02"), "172.18.1.33", "172.18.1.34");

        Assert.Equal(frame, _bench.Delivers("web01", frame, "web02"));
    }

    [Fact]
    public void Direct_routing_works_when_the_receiver_has_its_check_off()
    {
        // The director hands a client's packet for the virtual address on, to the server's MAC.
        var frame = Frames.Tcp(_bench.Mac("lvs01"), _bench.Mac("db01"), "172.18.1.33", "172.18.1.200", 40000, 3306);

        Assert.Equal(frame, _bench.Delivers("lvs01", frame, "db01"));
        var answer = Frames.Tcp(_bench.Mac("db01"), _bench.Mac("web01"), "172.18.1.200", "172.18.1.33", 3306, 40000);
        _bench.Delivers("db01", answer, "web01");
    }

    [Fact]
    public void Check_at_the_sender_eats_packets_from_addresses_that_are_not_its_own()
    {
        _bench.Change("lvs01", held => held with { SourceDestCheck = true });

        _bench.Drops("lvs01", Frames.Udp(_bench.Mac("lvs01"), _bench.Mac("web01"), "198.51.100.10", "172.18.1.33"), DropReason.SourceCheck);
        _bench.Delivers("lvs01", Frames.Udp(_bench.Mac("lvs01"), _bench.Mac("web01"), "172.18.1.199", "172.18.1.33"), "web01");
    }

    [Fact]
    public void Check_at_the_receiver_eats_packets_for_addresses_that_are_not_its_own()
    {
        _bench.Drops("lvs01", Frames.Udp(_bench.Mac("lvs01"), _bench.Mac("web01"), "172.18.1.33", "172.18.1.199"), DropReason.DestinationCheck);
    }

    [Fact]
    public void Mac_of_nobody_reaches_nobody()
    {
        var mac = MacAddress.Parse("02:00:00:00:00:99");

        _bench.Drops("web01", Frames.Udp(_bench.Mac("web01"), mac, "172.18.1.33", "172.18.1.34"), DropReason.UnknownMac);
        _bench.Drops("web01", Frames.Udp(_bench.Mac("web01"), _bench.Mac("web01"), "172.18.1.33", "172.18.1.33"), DropReason.UnknownMac);
    }

    [Fact]
    public void Mac_of_an_interface_in_another_subnet_reaches_nobody()
    {
        var bench = Bench.TwoSubnets();

        bench.Drops("one", Frames.Udp(bench.Mac("one"), bench.Mac("far"), "10.0.1.11", "10.0.2.11"), DropReason.UnknownMac);
    }

    [Fact]
    public void Sender_may_not_use_another_mac()
    {
        _bench.Drops("web01", Frames.Udp(_bench.Mac("web02"), _bench.Mac("lvs01"), "172.18.1.33", "172.18.1.23"), DropReason.ForeignSourceMac);
    }

    [Theory]
    [InlineData("ff:ff:ff:ff:ff:ff", "172.18.1.255", DropReason.Broadcast)]
    [InlineData("01:00:5e:00:00:12", "224.0.0.18", DropReason.Multicast)]
    [InlineData("01:00:5e:00:00:51", "224.0.0.81", DropReason.Multicast)]
    public void There_is_neither_broadcast_nor_multicast(string mac, string destination, DropReason reason)
    {
        _bench.Drops("lvs01", Frames.Udp(_bench.Mac("lvs01"), MacAddress.Parse(mac), "172.18.1.23", destination), reason);
    }

    [Fact]
    public void Stopped_instance_neither_gets_nor_sends()
    {
        _bench.Change(book => book.With(book.Instances.Values.Single(one => one.Name == "web02") with { Running = false }));

        _bench.Drops("web01", Frames.Udp(_bench.Mac("web01"), _bench.Mac("web02"), "172.18.1.33", "172.18.1.34"), DropReason.InstanceStopped);
        _bench.Drops("web02", Frames.Udp(_bench.Mac("web02"), _bench.Mac("web01"), "172.18.1.34", "172.18.1.33"), DropReason.InstanceStopped);
    }

    [Fact]
    public void Address_that_moved_is_refused_by_the_old_holder_and_taken_by_the_new_one()
    {
        _bench.Change("lvs01", held => held with { SourceDestCheck = true });
        _bench.Change("lvs02", held => held with { SourceDestCheck = true });
        var toOld = Frames.Udp(_bench.Mac("web01"), _bench.Mac("lvs01"), "172.18.1.33", "172.18.1.199");
        var toNew = Frames.Udp(_bench.Mac("web01"), _bench.Mac("lvs02"), "172.18.1.33", "172.18.1.199");
        _bench.Delivers("web01", toOld, "lvs01");
        _bench.Drops("web01", toNew, DropReason.DestinationCheck);

        var address = Ip.Parse("172.18.1.199");
        _bench.Change("lvs01", held => held with { V4 = held.V4.Remove(address) });
        _bench.Change("lvs02", held => held with { V4 = held.V4.Add(address) });

        _bench.Drops("web01", toOld, DropReason.DestinationCheck);
        _bench.Delivers("web01", toNew, "lvs02");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(30)]
    [InlineData(41)]
    public void Frame_cut_short_is_dropped(int length)
    {
        var frame = Frames.Udp(_bench.Mac("web01"), _bench.Mac("web02"), "172.18.1.33", "172.18.1.34");

        _bench.Drops("web01", frame[..length], DropReason.Malformed);
    }

    [Fact]
    public void Other_protocols_than_ip_and_arp_are_dropped()
    {
        var frame = Frames.Udp(_bench.Mac("web01"), _bench.Mac("web02"), "172.18.1.33", "172.18.1.34");
        frame[12] = 0x88;

        _bench.Drops("web01", frame, DropReason.UnknownProtocol);
    }
}
