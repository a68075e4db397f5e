using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Fabric;

/// <summary>Security groups: what a rule allows, and its replies.</summary>
public sealed class SecurityGroupTests
{
    private const string ClientAddress = "198.51.100.10", Public = "203.0.113.10";
    private static readonly SecurityRule[] Nothing = [];

    [Fact]
    public void Replies_pass_without_a_rule_and_nothing_else_does()
    {
        var bench = With(ingress: [SecurityRule.Tcp(80, "0.0.0.0/0")], egress: Nothing);
        bench.Drops("web", ToClient(bench, 80, 50000), DropReason.SecurityGroupEgress);

        bench.Delivers("client", FromClient(bench, 50000, 80), "web");
        bench.Delivers("web", ToClient(bench, 80, 50000), "client");

        bench.Drops("web", ToClient(bench, 80, 50001), DropReason.SecurityGroupEgress);
        bench.Drops("client", FromClient(bench, 50000, 443), DropReason.SecurityGroupIngress);
    }

    [Fact]
    public void Replies_to_what_an_instance_sent_come_in_without_a_rule()
    {
        var bench = With(ingress: Nothing, egress: [SecurityRule.Udp(53, "0.0.0.0/0")]);
        var answer = Frames.Udp(bench.Client.Mac, Frames.Router, ClientAddress, Public, 53, 4000);
        bench.Drops("client", answer, DropReason.SecurityGroupIngress);

        bench.Delivers("web", Frames.Udp(bench.Mac("web"), Frames.Router, "10.0.1.10", ClientAddress), "client");

        bench.Delivers("client", answer, "web");
    }

    [Fact]
    public void Connection_that_is_tracked_survives_its_rule_and_is_forgotten_when_idle()
    {
        var bench = With(ingress: Nothing, egress: [SecurityRule.Udp(53, "198.51.100.0/24")]);
        var question = Frames.Udp(bench.Mac("web"), Frames.Router, "10.0.1.10", ClientAddress);
        var answer = Frames.Udp(bench.Client.Mac, Frames.Router, ClientAddress, Public, 53, 4000);
        bench.Delivers("web", question, "client");
        bench.Change(book => book.With(book.Groups[Vpc.GroupId("web")] with { Egress = [] }));

        bench.Now += TimeSpan.FromSeconds(29);
        bench.Delivers("client", answer, "web");
        bench.Now += TimeSpan.FromSeconds(179);
        bench.Delivers("web", question, "client");
        bench.Now += TimeSpan.FromSeconds(181);
        bench.Drops("client", answer, DropReason.SecurityGroupIngress);
        bench.Drops("web", question, DropReason.SecurityGroupEgress);
    }

    [Fact]
    public void Connection_open_to_all_both_ways_is_not_tracked_and_ends_with_its_rule()
    {
        var bench = With(ingress: [SecurityRule.Tcp(80, "0.0.0.0/0")], egress: SecurityRule.Everything);
        bench.Delivers("client", FromClient(bench, 50000, 80), "web");

        bench.Change(book => book.With(book.Groups[Vpc.GroupId("web")] with { Ingress = [] }));

        bench.Drops("client", FromClient(bench, 50000, 80), DropReason.SecurityGroupIngress);
    }

    [Fact]
    public void Group_as_source_means_the_interfaces_in_it()
    {
        var bench = With(ingress: [new SecurityRule(6, 80, 80, null, Vpc.GroupId("friends"))], egress: Nothing);

        bench.Delivers("friend", Frames.Tcp(bench.Mac("friend"), bench.Mac("web"), "10.0.1.11", "10.0.1.10", 50000, 80), "web");
        bench.Drops("stranger", Frames.Tcp(bench.Mac("stranger"), bench.Mac("web"), "10.0.1.12", "10.0.1.10", 50000, 80), DropReason.SecurityGroupIngress);
    }

    [Fact]
    public void Protocol_4_needs_a_rule_of_its_own()
    {
        var bench = With(ingress: [SecurityRule.Tcp(80, "0.0.0.0/0"), SecurityRule.Icmp("0.0.0.0/0"), SecurityRule.Udp(53, "0.0.0.0/0")], egress: Nothing);
        bench.Change("web", held => held with { SourceDestCheck = false });
        var inner = Frames.Tcp(bench.Mac("friend"), bench.Mac("web"), ClientAddress, "10.0.1.99", 50000, 80);
        var tunnel = Frames.Tunnel(bench.Mac("friend"), bench.Mac("web"), "10.0.1.11", "10.0.1.10", inner);
        bench.Drops("friend", tunnel, DropReason.SecurityGroupIngress);

        bench.Change(book => book.With(book.Groups[Vpc.GroupId("web")] with { Ingress = [SecurityRule.Of(4, "10.0.1.0/24")] }));

        bench.Delivers("friend", tunnel, "web");
    }

    [Fact]
    public void Echo_and_its_reply_are_one_connection()
    {
        var bench = With(ingress: [new SecurityRule(1, 8, 0, Addressing.Cidr.Parse("0.0.0.0/0"), null)], egress: Nothing);
        bench.Delivers("client", Frames.Echo(bench.Client.Mac, Frames.Router, ClientAddress, Public), "web");

        bench.Delivers("web", Frames.Echo(bench.Mac("web"), Frames.Router, "10.0.1.10", ClientAddress, reply: true), "client");
        bench.Drops("web", Frames.Echo(bench.Mac("web"), Frames.Router, "10.0.1.10", ClientAddress, reply: true, id: 8), DropReason.SecurityGroupEgress);
    }

    [Fact]
    public void Icmp_error_about_a_tracked_connection_passes_and_one_about_another_does_not()
    {
        var bench = With(ingress: [SecurityRule.Tcp(80, "198.51.100.0/24")], egress: Nothing);
        bench.Delivers("client", FromClient(bench, 50000, 80), "web");
        var reply = bench.Delivers("web", ToClient(bench, 80, 50000), "client");

        bench.Delivers("client", Frames.TooBig(bench.Client.Mac, Frames.Router, ClientAddress, Public, reply), "web");
        var other = Frames.Tcp(bench.Mac("web"), Frames.Router, Public, ClientAddress, 80, 50001);
        bench.Drops("client", Frames.TooBig(bench.Client.Mac, Frames.Router, ClientAddress, Public, other), DropReason.SecurityGroupIngress);
    }

    [Fact]
    public void Later_fragments_go_the_way_of_their_first()
    {
        var bench = With(ingress: [SecurityRule.Udp(53, "0.0.0.0/0")], egress: Nothing);
        var whole = Frames.Udp(bench.Mac("friend"), bench.Mac("web"), "10.0.1.11", "10.0.1.10", payload: 64);
        var later = Frames.Fragment(whole, 72, more: false, id: 9);
        bench.Drops("friend", later, DropReason.SecurityGroupIngress);

        bench.Send("friend", Frames.Fragment(whole, 0, more: true, id: 9));

        Assert.Equal(DropReason.None, bench.Send("friend", later).Verdict.Reason);
        Assert.Equal(DropReason.SecurityGroupIngress, bench.Send("friend", Frames.Fragment(whole, 72, more: false, id: 10)).Verdict.Reason);
    }

    [Fact]
    public void Metadata_need_no_rule()
    {
        var bench = With(ingress: Nothing, egress: Nothing);

        Assert.Equal(
            Verdict.MetadataPort,
            bench.Send("web", Frames.Tcp(bench.Mac("web"), Frames.Router, "10.0.1.10", "169.254.169.254", 50000, 80)).Verdict.Port);
    }

    private static Bench With(IEnumerable<SecurityRule> ingress, IEnumerable<SecurityRule> egress) => new(new VpcBuilder("10.0.0.0/16")
        .Subnet("front", "10.0.1.0/24")
        .Group("web", ingress, egress)
        .Group("friends", SecurityRule.Everything)
        .Instance(new("web", "10.0.1.10") { Groups = ["web"], PublicIp = Public })
        .Instance(new("friend", "10.0.1.11") { Groups = ["friends"] })
        .Instance(new("stranger", "10.0.1.12"))
        .Internet("client", ClientAddress));

    private static byte[] FromClient(Bench bench, ushort from, ushort to) =>
        Frames.Tcp(bench.Client.Mac, Frames.Router, ClientAddress, Public, from, to);

    private static byte[] ToClient(Bench bench, ushort from, ushort to) =>
        Frames.Tcp(bench.Mac("web"), Frames.Router, "10.0.1.10", ClientAddress, from, to);
}
