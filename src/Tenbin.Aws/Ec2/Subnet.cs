using System.Collections.Immutable;
using System.Net;

namespace Tenbin.Aws.Ec2;

/// <summary>A subnet.</summary>
/// <param name="Id"><c>subnet-…</c>.</param>
/// <param name="VpcId"><c>vpc-…</c>.</param>
/// <param name="Zone">E.g. <c>ap-northeast-1a</c>.</param>
/// <param name="Networks">IPv4 first.</param>
public sealed record Subnet(string Id, string VpcId, string Zone, ImmutableArray<IPNetwork> Networks)
{
    internal static Subnet Read(Ec2Element item) => new(
        item.Value("subnetId") ?? "", item.Value("vpcId") ?? "", item.Value("availabilityZone") ?? "",
        [
            .. new[] { item.Value("cidrBlock") }
                .Concat(item.Items("ipv6CidrBlockAssociationSet").Select(association => association.Value("ipv6CidrBlock")))
                .SelectMany(text => IPNetwork.TryParse(text, out var network) ? [network] : Array.Empty<IPNetwork>()),
        ]);
}
