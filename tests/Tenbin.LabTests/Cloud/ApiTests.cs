using System.Net;
using System.Text.Json;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Api;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Load;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;
using Xunit;

namespace Tenbin.LabTests.Cloud;

/// <summary>The simulated API, called by a client that was made for the real one.</summary>
public sealed class ApiTests
{
    private const int Port = 7000;
    private static readonly string Lvs02 = Vpc.InterfaceId("lvs02"), Allocation = Vpc.AllocationId("203.0.113.10"), Table = Vpc.RouteTableId();

    [Fact]
    public async Task Awscli_finds_what_describe_calls_tell()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var aws = Awscli.On(vpc, "lvs01");
        var id = vpc["lvs01"].Id;

        Assert.Equal(id, (await Read(aws, $"describe-instances --instance-ids {id} --query Reservations[0].Instances[0].InstanceId")).GetString());
        Assert.Equal(
            ["172.18.1.23", "172.18.1.199", "172.18.1.200"],
            Strings(await Read(aws, $"describe-network-interfaces --network-interface-ids {vpc["lvs01"].InterfaceId} --query NetworkInterfaces[0].PrivateIpAddresses[].PrivateIpAddress")));
        Assert.Equal("172.18.1.199", (await Read(aws, "describe-addresses --filters Name=public-ip,Values=203.0.113.10 --query Addresses[0].PrivateIpAddress")).GetString());
        Assert.Equal(4, (await Read(aws, "describe-instance-types --instance-types t3.small --query InstanceTypes[0].NetworkInfo.Ipv4AddressesPerInterface")).GetInt32());
        Assert.Equal("172.18.1.0/24", (await Read(aws, "describe-subnets --query Subnets[0].CidrBlock")).GetString());
        Assert.Equal(["default"], Strings(await Read(aws, "describe-security-groups --query SecurityGroups[].GroupName")));
        Assert.Equal(
            ["local", "igw-" + vpc.Control.Book.VpcId[4..], "igw-" + vpc.Control.Book.VpcId[4..]],
            Strings(await Read(aws, $"describe-route-tables --route-table-ids {Table} --query RouteTables[0].Routes[].GatewayId")));
    }

    [Fact]
    public async Task Awscli_moves_addresses_and_routes_and_traffic_follows()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var (aws, client) = (Awscli.On(vpc, "lvs02"), vpc.Host("client"));
        var service = new IPEndPoint(IPAddress.Parse("203.0.113.10"), Port);
        foreach (var address in new[] { "172.18.1.199", "192.0.2.1" })
        {
            await vpc["lvs02"].Machine.AddVirtualAddress(IPAddress.Parse(address), VpcInstance.Device);
        }

        await using var peer = await PeerServer.Start(vpc["lvs02"].Machine, Port);

        await Read(aws, $"assign-private-ip-addresses --network-interface-id {Lvs02} --private-ip-addresses 172.18.1.199 172.18.1.200 --allow-reassignment");
        Assert.Equal("lvs02", (await UdpAsk.Run(client, service, 1)).Single().Server);

        (await aws.Ec2($"associate-address --allocation-id {Allocation} --network-interface-id {Lvs02} --private-ip-address 172.18.1.25 --allow-reassociation")).Checked();
        Assert.Equal("lvs02", (await UdpAsk.Run(client, service, 1)).Single().Server);

        (await aws.Ec2($"create-route --route-table-id {Table} --destination-cidr-block 192.0.2.1/32 --network-interface-id {vpc["lvs01"].InterfaceId}")).Checked();
        (await aws.Ec2($"replace-route --route-table-id {Table} --destination-cidr-block 192.0.2.1/32 --network-interface-id {Lvs02}")).Checked();
        Assert.Equal("lvs02", (await UdpAsk.Run(vpc["web01"].Machine, new(IPAddress.Parse("192.0.2.1"), Port), 1)).Single().Server);
        (await aws.Ec2($"delete-route --route-table-id {Table} --destination-cidr-block 192.0.2.1/32")).Checked();

        (await aws.Ec2($"modify-network-interface-attribute --network-interface-id {Lvs02} --source-dest-check")).Checked();
        Assert.True(vpc["lvs02"].Interface.SourceDestCheck);
        (await aws.Ec2($"modify-instance-attribute --instance-id {vpc["lvs02"].Id} --no-source-dest-check")).Checked();
        Assert.False(vpc["lvs02"].Interface.SourceDestCheck);

        (await aws.Ec2($"unassign-private-ip-addresses --network-interface-id {Lvs02} --private-ip-addresses 172.18.1.200")).Checked();
        Assert.Equal(["172.18.1.25", "172.18.1.199"], vpc["lvs02"].Interface.V4.Select(address => address.ToString()));
        var association = vpc.Control.Book.ElasticIps[Allocation].Association!.Id;
        (await aws.Ec2($"disassociate-address --association-id {association}")).Checked();
        Assert.Null(vpc.Control.Book.ElasticIps[Allocation].Association);
    }

    [Fact]
    public async Task Awscli_moves_ipv6_addresses()
    {
        await using var vpc = await new VpcBuilder("10.0.0.0/16", apiAddress: "10.0.1.10", rangeV6: "2001:db8:12::/56")
            .Subnet("a", "10.0.1.0/24", cidrV6: "2001:db8:12:1::/64")
            .Role("director", "ec2:*")
            .Instance(new("one", "10.0.1.11") { Role = "director", V6 = ["2001:db8:12:1::11", "2001:db8:12:1::99"] })
            .Instance(new("two", "10.0.1.12") { V6 = ["2001:db8:12:1::12"] })
            .Start();
        var aws = Awscli.On(vpc, "one");

        var gone = await Read(aws, $"unassign-ipv6-addresses --network-interface-id {vpc["one"].InterfaceId} --ipv6-addresses 2001:db8:12:1::99");
        var come = await Read(aws, $"assign-ipv6-addresses --network-interface-id {vpc["two"].InterfaceId} --ipv6-addresses 2001:db8:12:1::99");

        Assert.Equal(["2001:db8:12:1::99"], Strings(gone.GetProperty("UnassignedIpv6Addresses")));
        Assert.Equal(["2001:db8:12:1::99"], Strings(come.GetProperty("AssignedIpv6Addresses")));
    }

    [Fact]
    public async Task Awscli_is_refused_where_aws_would_refuse()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var lvs01 = vpc["lvs01"];
        var aws = new Awscli(lvs01.Machine, vpc.ApiInVpc!, vpc.Keys.AddUser("operator", "ec2:*"));
        var reader = vpc.Keys.AddUser("reader", "ec2:Describe*");

        await Refused(aws, "(PrivateIpAddressLimitExceeded)", $"assign-private-ip-addresses --network-interface-id {lvs01.InterfaceId} --private-ip-addresses 172.18.1.101 172.18.1.102");
        await Refused(aws, "(InvalidParameterValue)", $"assign-private-ip-addresses --network-interface-id {Lvs02} --private-ip-addresses 172.18.1.199");
        await Refused(aws, "(InvalidParameterValue)", $"assign-private-ip-addresses --network-interface-id {Lvs02} --private-ip-addresses 172.18.2.7");
        await Refused(aws, "(Resource.AlreadyAssociated)", $"associate-address --allocation-id {Allocation} --network-interface-id {Lvs02} --no-allow-reassociation");
        await Refused(aws, "(InvalidAllocationID.NotFound)", $"associate-address --allocation-id eipalloc-1 --network-interface-id {Lvs02}");
        await Refused(aws, "(DryRunOperation)", $"associate-address --allocation-id {Allocation} --network-interface-id {Lvs02} --dry-run");
        await Refused(new(lvs01.Machine, vpc.ApiInVpc!, reader), "(UnauthorizedOperation)", $"associate-address --allocation-id {Allocation} --network-interface-id {Lvs02} --dry-run");
        await Refused(new(lvs01.Machine, vpc.ApiInVpc!, reader with { Secret = "wrong" }), "(SignatureDoesNotMatch)", "describe-addresses");
        await Refused(new(lvs01.Machine, vpc.ApiInVpc!, reader with { Id = "AKIAUNKNOWN" }), "(AuthFailure)", "describe-addresses");
        vpc.Ec2.Conduct.Usual = new() { Mishap = Mishap.Throttled };
        await Refused(aws, "(RequestLimitExceeded)", "describe-addresses");
    }

    /// <summary>Trap 10: without a public address of its own a director does not reach the API on the Internet.</summary>
    [Fact]
    public async Task Api_on_the_internet_is_out_of_reach_without_a_public_address()
    {
        await using var vpc = await VpcBuilder.Article().Start();
        var (lvs01, web) = (vpc["lvs01"], vpc["web01"]);

        Assert.Equal(403, await Status(lvs01.Machine, Vpc.ApiUri));
        Assert.Equal(0, await Status(web.Machine, Vpc.ApiUri));
        Assert.True(vpc.Switch.Drops.Count(web.Port, DropReason.EdgeNoPublicAddress) > 0);
        Assert.Equal(403, await Status(web.Machine, vpc.ApiInVpc!));

        await vpc.Api.Refuse();
        Assert.Equal(0, await Status(web.Machine, vpc.ApiInVpc!));
        await vpc.Api.Listen();
        Assert.Equal(403, await Status(web.Machine, vpc.ApiInVpc!));
    }

    private static async Task<int> Status(Machine machine, Uri uri) => int.Parse(
        (await machine.Run("curl", "--silent", "--max-time", "3", "--output", "/dev/null", "--write-out", "%{http_code}", uri.ToString())).Output,
        System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<JsonElement> Read(Awscli aws, string words)
    {
        var result = (await aws.Ec2(words)).Checked();
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private static async Task Refused(Awscli aws, string code, string words)
    {
        CommandResult result = await aws.Ec2(words);
        Assert.True(result.ExitStatus != 0 && result.Errors.Contains(code, StringComparison.Ordinal), $"{code} expected:\n{result}");
    }

    private static string?[] Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString())];
}
