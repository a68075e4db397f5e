using System.Collections.Immutable;
using System.Net;
using Tenbin.Aws.Checks;
using Tenbin.Aws.Ec2;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Xunit;
using static Tenbin.Aws.Tests.Checks.Surroundings;

namespace Tenbin.Aws.Tests.Checks;

public sealed class SurroundingsTests
{
    [Fact]
    public void A_sound_pair_has_no_findings_but_its_zone() => Assert.Equal(["aws.one-zone"], Ids(Good));

    [Fact]
    public void The_source_check_of_a_director_and_only_its_own_may_be_mended()
    {
        var own = Assert.Single(SourceChecks.Find(Good.With("eni-own", one => one with { ChecksSource = true })));
        Assert.Equal(("aws.source-check", "eni-own"), (own.Id, own.About));
        Assert.NotNull(own.Mend);

        var peer = Assert.Single(SourceChecks.Find(Good.With("eni-peer", one => one with { ChecksSource = true })));
        Assert.Equal(("aws.source-check", "eni-peer", null), (peer.Id, peer.About, peer.Mend));
    }

    [Fact]
    public void The_source_check_of_a_dsr_server()
    {
        var found = Assert.Single(SourceChecks.Find(Good.With("eni-db", one => one with { ChecksSource = true })));
        Assert.Equal(("aws.server-source-check", "eni-db", null), (found.Id, found.About, found.Mend));
        Assert.Contains("10.0.0.220 of service db", found.What);
    }

    [Fact]
    public void A_director_that_forwards_nothing_may_keep_its_source_check() =>
        Assert.Empty(SourceChecks.Find((Good with { Config = Config with { Services = [] } }).With("eni-own", one => one with { ChecksSource = true })));

    [Fact]
    public void A_dsr_service_behind_an_elastic_ip()
    {
        Assert.Equal(["aws.dsr-elastic-ip"], EdgeChecks.Find(WithDsrWeb()).Select(one => one.Id));

        // Not in the file, but so in EC2's book.
        var associated = Good.With("eni-own", one => one with { Addresses = one.Addresses.Add(new(DbVip, PublicIp: Elastic)) });
        Assert.Contains("service db", Assert.Single(EdgeChecks.Find(associated)).About);

        static CloudFacts WithDsrWeb() => Good.WithService("web", web => web with { Servers = [web.Servers[0] with { Forward = ForwardingMethod.Dsr }] });
    }

    [Theory]
    [InlineData("igw-1", "198.51.100.7", false, true)]
    [InlineData("igw-1", "198.51.100.7", true, false)]
    [InlineData("igw-1", "10.0.0.77", false, false)]
    [InlineData(null, "198.51.100.7", false, false)]
    public void The_own_way_to_the_API(string? gateway, string api, bool hasPublic, bool isWrong)
    {
        var own = Good.Own[0] with { Public = hasPublic ? Good.Own[0].Public : ImmutableDictionary<IPAddress, IPAddress>.Empty.Add(Elastic, WebVip) };
        var facts = Good with
        {
            Own = [own], ApiAddresses = [IPAddress.Parse(api)],
            WayOut = new RouteTable("rtb-1", "vpc-1", [new VpcRoute(Internet, null, true) { GatewayId = gateway }]),
        };
        Assert.Equal(isWrong ? ["aws.no-way-out"] : [], EdgeChecks.Find(facts).Select(one => one.Id));
    }

    [Fact]
    public void A_table_without_a_default_route_is_no_way_out()
    {
        var own = Good.Own[0] with { Public = ImmutableDictionary<IPAddress, IPAddress>.Empty };
        Assert.Equal(["aws.no-way-out"], EdgeChecks.Find(Good with { Own = [own], WayOut = new RouteTable("rtb-1", "vpc-1", []) }).Select(one => one.Id));
        Assert.Empty(EdgeChecks.Find(Good with { Own = [own], WayOut = null }));
    }

    [Fact]
    public void A_dsr_server_of_another_subnet() =>
        Assert.Equal(["aws.one-zone", "aws.server-elsewhere"], Ids(Good.With("eni-db", Away)));

    [Fact]
    public void A_nat_server_of_another_subnet_needs_a_route()
    {
        var away = Good.With("eni-web", Away);
        Assert.Equal(["aws.gateway-elsewhere", "aws.one-zone"], Ids(away));

        var group = Config.Groups[0];
        var routed = Config with { Groups = [group with { Addresses = [group.Addresses[0] with { DefaultRouteTables = ["rtb-2"] }, group.Addresses[1]] }] };
        Assert.Equal(["aws.one-zone"], Ids(away with { Config = routed }));
    }

    [Fact]
    public void A_peer_of_another_subnet_gets_no_private_address()
    {
        var found = SubnetChecks.Find(Good.With("eni-peer", Away)).ToList();
        Assert.Equal(["aws.peer-elsewhere", "aws.peer-elsewhere"], found.Select(one => one.Id));
        Assert.Contains("no failover to b", found[0].Effect);

        // A second interface of it is there.
        Assert.Equal(["aws.one-zone"], SubnetChecks.Find(Good with { Interfaces = [.. Good.Interfaces, Interface("peer", IPAddress.Parse("10.0.0.13"))] }).Select(one => one.Id));
    }

    [Theory]
    [InlineData("own", "10.0.0.11")]
    [InlineData("peer", "10.0.0.12")]
    public void A_closed_heartbeat_port_in_either_way(string group, string to)
    {
        var rules = Good.SecurityGroups.Single(one => one.Name == group).In.Where(rule => rule.Protocol != "udp").ToArray();
        var found = Assert.Single(SecurityGroupChecks.Find(Good.WithRules(group, rules)));
        Assert.Equal("aws.closed-heartbeat", found.Id);
        Assert.StartsWith($"no security group of {to} (sg-{group}) lets udp port 6946 in from ", found.What);
    }

    [Fact]
    public void A_heartbeat_by_address_is_as_good_as_by_group() =>
        Assert.Empty(SecurityGroupChecks.Find(Good.WithRules("peer", Rule("17", 6000, 7000, IPNetwork.Parse("10.0.0.11/32")))));

    [Fact]
    public void Clients_of_the_Internet_are_not_let_in_by_a_private_network()
    {
        var found = Assert.Single(SecurityGroupChecks.Find(Good.WithRules(
            "own", Rule("udp", 6946, 6946, "sg-peer"), Rule("tcp", 80, 80, Inside), Rule("tcp", 3306, 3306, Inside))));
        Assert.Equal(("aws.closed-clients", "service web"), (found.Id, found.About));
        Assert.Contains("the Internet, where 203.0.113.10 stands for it", found.What);
    }

    [Fact]
    public void Clients_of_allow_from_are_let_in_by_their_own_network_alone() => Assert.Equal(
        ["service db"],
        SecurityGroupChecks.Find(Good.WithRules("own", Rule("udp", 6946, 6946, "sg-peer"), Rule("tcp", 80, 80, Internet), Rule("tcp", 3306, 3306, IPNetwork.Parse("10.9.0.0/16"))))
            .Select(one => one.About));

    [Fact]
    public void A_server_that_lets_in_the_director_but_not_the_clients()
    {
        var found = Assert.Single(SecurityGroupChecks.Find(Good.WithRules("web", Rule("tcp", 80, 80, "sg-own"))));
        Assert.Equal(("aws.closed-server", "server 10.0.0.33:80 of service web"), (found.Id, found.About));
    }

    [Fact]
    public void A_server_that_does_not_let_in_its_check()
    {
        var pinged = Good.WithService("web", web => web with { Servers = [web.Servers[0] with { Check = new PingCheck() }] });
        Assert.Equal(["aws.closed-check"], SecurityGroupChecks.Find(pinged).Select(one => one.Id));
        Assert.Empty(SecurityGroupChecks.Find(pinged.WithRules("web", Rule("tcp", 80, 80, Internet), Rule("icmp", 8, -1, Inside))));
        Assert.Empty(SecurityGroupChecks.Find(Good.WithService("web", web => web with { Servers = [web.Servers[0] with { Check = new NoCheck() }] })));
    }

    [Fact]
    public void Groups_that_are_not_known_are_not_judged()
    {
        Assert.Empty(SecurityGroupChecks.Find(Good with { SecurityGroups = [] }));
        // A rule whose other side is in no list that is read is a prefix list's.
        Assert.Empty(SecurityGroupChecks.Find(Good.WithRules("web", new SecurityRule("tcp", 80, 80, [], []))));
    }

    private static NetworkInterface Away(NetworkInterface one) => one with { SubnetId = "subnet-2" };

    private static IEnumerable<string> Ids(CloudFacts facts) =>
        SourceChecks.Find(facts).Concat(EdgeChecks.Find(facts)).Concat(SubnetChecks.Find(facts)).Concat(SecurityGroupChecks.Find(facts)).Select(one => one.Id).Order(StringComparer.Ordinal);
}
