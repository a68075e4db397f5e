using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Tenbin.Aws.Ec2;

/// <summary>What a security group lets through.</summary>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c>, <c>icmp</c>, a protocol number, or <c>-1</c> = all.</param>
/// <param name="FromPort">First port, or ICMP type; −1 = all.</param>
/// <param name="ToPort">Last port, or ICMP code; −1 = all.</param>
/// <param name="Networks">Of the other side.</param>
/// <param name="Groups">Security groups of the other side.</param>
public sealed record SecurityRule(string Protocol, int FromPort, int ToPort, ImmutableArray<IPNetwork> Networks, ImmutableArray<string> Groups)
{
    internal static SecurityRule Read(Ec2Element item)
    {
        int Port(string name) => int.TryParse(item.Value(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port) ? port : -1;
        return new SecurityRule(
            item.Value("ipProtocol") ?? "-1", Port("fromPort"), Port("toPort"),
            [
                .. item.Items("ipRanges").Select(range => range.Value("cidrIp")).Concat(item.Items("ipv6Ranges").Select(range => range.Value("cidrIpv6")))
                    .SelectMany(text => IPNetwork.TryParse(text, out var network) ? [network] : Array.Empty<IPNetwork>()),
            ],
            [.. item.Items("groups").Select(group => group.Value("groupId")).OfType<string>()]);
    }
}

/// <summary>A security group.</summary>
/// <param name="Id"><c>sg-…</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="In">What may come.</param>
/// <param name="Out">What may go.</param>
public sealed record SecurityGroup(string Id, string Name, ImmutableArray<SecurityRule> In, ImmutableArray<SecurityRule> Out)
{
    internal static SecurityGroup Read(Ec2Element item) => new(
        item.Value("groupId") ?? "", item.Value("groupName") ?? "", [.. item.Items("ipPermissions").Select(SecurityRule.Read)],
        [.. item.Items("ipPermissionsEgress").Select(SecurityRule.Read)]);
}
