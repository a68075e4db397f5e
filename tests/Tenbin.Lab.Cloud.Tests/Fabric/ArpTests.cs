using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Linux;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Fabric;

/// <summary>ARP and ND: the book answers.</summary>
public sealed class ArpTests
{
    private readonly Bench _bench = Bench.Article();

    [Theory]
    [InlineData("172.18.1.199")]
    [InlineData("172.18.1.23")]
    public void Question_is_answered_with_the_mac_of_the_holder(string address)
    {
        Assert.Equal(_bench.Mac("lvs01"), AnswerTo("web01", "172.18.1.33", address));
    }

    [Theory]
    [InlineData("172.18.1.1")]
    [InlineData("169.254.169.254")]
    public void Router_and_metadata_are_at_the_routers_mac(string address)
    {
        Assert.Equal(Frames.Router, AnswerTo("web01", "172.18.1.33", address));
    }

    [Fact]
    public void Unicast_question_is_answered_by_the_book_too()
    {
        var asked = Frames.Arp(_bench.Mac("web01"), _bench.Mac("lvs02"), 1, "172.18.1.33", "172.18.1.199");

        Assert.Equal(_bench.Mac("lvs01"), new MacAddress(_bench.Delivers("web01", asked, "web01").AsSpan(22, 6)));
    }

    [Theory]
    [InlineData("172.18.1.77")]
    [InlineData("172.18.2.1")]
    [InlineData("198.51.100.10")]
    public void Address_that_nobody_in_the_subnet_holds_has_no_answer(string address)
    {
        _bench.Drops("web01", Frames.Arp(_bench.Mac("web01"), Frames.Broadcast, 1, "172.18.1.33", address), DropReason.NobodyHoldsTarget);
    }

    [Fact]
    public void Question_about_an_own_address_has_no_answer()
    {
        _bench.Drops("web01", Frames.Arp(_bench.Mac("web01"), Frames.Broadcast, 1, "0.0.0.0", "172.18.1.33"), DropReason.NobodyHoldsTarget);
    }

    [Fact]
    public void Gratuitous_arp_moves_nothing()
    {
        _bench.Drops("lvs02", Frames.Arp(_bench.Mac("lvs02"), Frames.Broadcast, 1, "172.18.1.199", "172.18.1.199"), DropReason.GratuitousArp);
        _bench.Drops("lvs02", Frames.Arp(_bench.Mac("lvs02"), Frames.Broadcast, 2, "172.18.1.199", "172.18.1.199"), DropReason.GratuitousArp);
        _bench.Drops("lvs02", Frames.Arp(_bench.Mac("lvs02"), _bench.Mac("web01"), 2, "172.18.1.199", "172.18.1.33"), DropReason.ArpReply);

        Assert.Equal(_bench.Mac("lvs01"), AnswerTo("web01", "172.18.1.33", "172.18.1.199"));
    }

    [Fact]
    public void Answer_changes_with_the_book()
    {
        var address = Ip.Parse("172.18.1.199");
        _bench.Change("lvs01", held => held with { V4 = held.V4.Remove(address) });
        _bench.Change("lvs02", held => held with { V4 = held.V4.Add(address) });

        Assert.Equal(_bench.Mac("lvs02"), AnswerTo("web01", "172.18.1.33", "172.18.1.199"));
    }

    [Theory]
    [InlineData("2001:db8:12:1::12", "two")]
    [InlineData("fe80:ec2::1", null)]
    public void Neighbour_solicitation_is_answered(string address, string? holder)
    {
        var bench = Bench.TwoSubnets();
        var answer = bench.Delivers("one", Frames.Solicit(bench.Mac("one"), "2001:db8:12:1::11", address), "one");

        Assert.Equal(136, answer[54]);
        Assert.Equal(holder is null ? 0xe0 : 0x60, answer[58]);
        Assert.Equal(Ip.Parse(address), Ip.FromV6(answer.AsSpan(62, 16)));
        Assert.Equal(holder is null ? Frames.Router : bench.Mac(holder), new MacAddress(answer.AsSpan(80, 6)));
        Assert.Equal(Ip.Parse("2001:db8:12:1::11"), Frames.Destination(answer));
    }

    [Fact]
    public void Link_local_address_of_a_neighbour_is_known()
    {
        var bench = Bench.TwoSubnets();
        var answer = bench.Delivers("one", Frames.Solicit(bench.Mac("one"), "2001:db8:12:1::11", bench.Interface("two").LinkLocal.ToString()), "one");

        Assert.Equal(bench.Mac("two"), new MacAddress(answer.AsSpan(80, 6)));
        Assert.Equal("fe80::aff:fe00:10c", bench.Interface("two").LinkLocal.ToString());
    }

    [Fact]
    public void Neighbour_in_another_subnet_is_not_answered_for_and_advertisements_move_nothing()
    {
        var bench = Bench.TwoSubnets();

        bench.Drops("one", Frames.Solicit(bench.Mac("one"), "2001:db8:12:1::11", "2001:db8:12:2::11"), DropReason.NobodyHoldsTarget);
        bench.Drops("one", Frames.Advertise(bench.Mac("one"), "2001:db8:12:1::12"), DropReason.UnsolicitedAdvertisement);
    }

    private MacAddress AnswerTo(string asker, string own, string address)
    {
        var answer = _bench.Delivers(asker, Frames.Arp(_bench.Mac(asker), Frames.Broadcast, 1, own, address), asker);
        Assert.Equal(2, answer[21]);
        Assert.Equal(_bench.Mac(asker), Frames.DestinationMac(answer));
        Assert.Equal(Ip.Parse(address), Ip.FromV4(answer.AsSpan(28)));
        Assert.Equal(Ip.Parse(own), Ip.FromV4(answer.AsSpan(38)));
        return new(answer.AsSpan(22, 6));
    }
}
