using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Topology;

public sealed class TopologyFileTests
{
    private const string Text = """
        vpc: { range: 10.0.0.0/16, range-v6: "2001:db8:12::/56", api: 10.0.1.10, mtu: 9001 }
        route-tables:
          inner: { to-internet: false }
        subnets:
          front: { cidr: 10.0.1.0/24, cidr-v6: "2001:db8:12:1::/64" }
          back: { cidr: 10.0.2.0/24, zone: c, route-table: inner }
        groups:
          web:
            ingress: [tcp 80 0.0.0.0/0, udp 5000-5010 10.0.0.0/16, 4 10.0.0.0/16, all group:default]
            egress: [icmp 0.0.0.0/0]
        roles:
          director: ["ec2:*"]
        instances:
          lvs01: { address: 10.0.1.23, type: t3.medium, role: director, source-dest-check: false, secondary: [10.0.1.99], v6: ["2001:db8:12:1::23"], public-ip: 203.0.113.23 }
          web01: { address: 10.0.2.33, groups: [web] }
        elastic-ips:
          203.0.113.10: 10.0.1.99
          203.0.113.11:
        internet:
          client: 198.51.100.10
        """;

    [Fact]
    public void Everything_in_the_file_is_in_the_book()
    {
        var builder = TopologyFile.Read(Text);
        var book = builder.Book;

        Assert.Equal(9001, builder.Mtu);
        var lvs01 = book.Interfaces[Vpc.InterfaceId("lvs01")];
        Assert.Equal(["10.0.1.23", "10.0.1.99"], lvs01.V4.Select(address => address.ToString()));
        Assert.Equal(["2001:db8:12:1::23"], lvs01.V6.Select(address => address.ToString()));
        Assert.False(lvs01.SourceDestCheck);
        var instance = book.Instances[lvs01.InstanceId!];
        Assert.Equal(("t3.medium", "director"), (instance.Type, instance.Role));
        Assert.Equal("ap-northeast-1c", book.Subnets[Vpc.SubnetId("back")].Zone);
        Assert.DoesNotContain(book.RouteTables[book.Subnets[Vpc.SubnetId("back")].RouteTableId].Routes, route => route.Target == RouteTarget.InternetGateway);
        Assert.Equal([Vpc.GroupId("web")], book.Interfaces[Vpc.InterfaceId("web01")].Groups);
        Assert.Equal(Ip.Parse("10.0.1.99"), book.ElasticIps[Vpc.AllocationId("203.0.113.10")].Association!.Private);
        Assert.Null(book.ElasticIps[Vpc.AllocationId("203.0.113.11")].Association);
        Assert.Equal("client", book.InternetHosts.Values.Single().Name);
        Assert.Equal(["ec2:*"], builder.Roles["director"]);
    }

    [Fact]
    public void Rules_say_protocol_ports_and_other_side()
    {
        var group = TopologyFile.Read(Text).Book.Groups[Vpc.GroupId("web")];

        Assert.Equal(
            [
                SecurityRule.Tcp(80, "0.0.0.0/0"),
                SecurityRule.Udp(5000, "10.0.0.0/16") with { To = 5010 },
                SecurityRule.Of(4, "10.0.0.0/16"),
                SecurityRule.All("0.0.0.0/0").FromGroup(Vpc.GroupId("default")),
            ],
            group.Ingress);
        Assert.Equal([SecurityRule.Icmp("0.0.0.0/0")], group.Egress);
    }

    [Theory]
    [InlineData("vpc: { range: 10.0.0.0/16, colour: red }", "colour")]
    [InlineData("vpc: { api: 10.0.1.10 }", "range")]
    [InlineData("", "empty")]
    [InlineData("vpc: { range: 10.0.0.0/99 }", "10.0.0.0/99")]
    [InlineData("vpc: { range: 10.0.0.0/16 }\ngroups: { web: { ingress: [tcp 80] } }", "tcp 80")]
    [InlineData("vpc: { range: 10.0.0.0/16 }\ngroups: { web: { ingress: [icmp 80 0.0.0.0/0] } }", "icmp 80 0.0.0.0/0")]
    [InlineData("vpc: { range: 10.0.0.0/16 }\ninstances: { one: { address: 10.0.1.5 } }", "10.0.1.5")]
    [InlineData("vpc: { range: 10.0.0.0/16 }\ninstances: { one: { address: 10.0.1.5, type: t9.huge } }", "t9.huge")]
    public void What_is_wrong_is_named(string text, string named) =>
        Assert.Contains(named, Assert.Throws<LabException>(() => TopologyFile.Read(text)).Message, StringComparison.Ordinal);
}
