using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Topology;

namespace Tenbin.LabTests.Traps;

/// <summary>The article's VPC with one thing otherwise.</summary>
internal static class TrapPlans
{
    /// <summary>lvs02 is full of addresses of an earlier use.</summary>
    public static VpcBuilder WithLeftAddresses() => Servers(Directors(new VpcBuilder("172.18.0.0/16", apiAddress: "172.18.1.10"), lvs02 => lvs02 with { Secondary = ["172.18.1.101", "172.18.1.102", "172.18.1.103"] }));

    /// <summary>The API is on the Internet alone, and lvs02's fixed public address has been forgotten: it is not associated.</summary>
    public static VpcBuilder WithoutWayOut() => Servers(Directors(new VpcBuilder("172.18.0.0/16"), lvs02 => lvs02 with { PublicIp = null })).Elastic("203.0.113.25");

    /// <summary>The security group lets the services in, and pings, and not the heartbeat.</summary>
    public static VpcBuilder WithClosedHeartbeat() => VpcBuilder.Article().Group(VpcBuilder.DefaultGroup, ButHeartbeat);

    public static IEnumerable<SecurityRule> ButHeartbeat { get; } =
        [SecurityRule.Of(6, "0.0.0.0/0"), SecurityRule.Udp(LoneDirector.Port, "0.0.0.0/0"), SecurityRule.Icmp("0.0.0.0/0")];

    private static VpcBuilder Directors(VpcBuilder builder, Func<InstancePlan, InstancePlan> change) => builder
        .Subnet("front", "172.18.1.0/24")
        .Role("director", "ec2:*")
        .Instance(new("lvs01", "172.18.1.23") { Role = "director", SourceDestCheck = false, Secondary = [LoneDirector.WebAddress, LoneDirector.DbAddress], PublicIp = "203.0.113.23" })
        .Instance(change(new("lvs02", "172.18.1.25") { Role = "director", SourceDestCheck = false, PublicIp = "203.0.113.25" }));

    private static VpcBuilder Servers(VpcBuilder builder) => builder
        .Instance(new("web01", "172.18.1.33"))
        .Instance(new("web02", "172.18.1.34"))
        .Instance(new("db01", "172.18.1.220") { SourceDestCheck = false })
        .Instance(new("db02", "172.18.1.221") { SourceDestCheck = false })
        .Elastic("203.0.113.10", LoneDirector.WebAddress)
        .Internet("client", "198.51.100.10");
}
