using System.Net;
using Tenbin.Aws.Metadata;
using Tenbin.Aws.Movers;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>Whether an Elastic IP can come to an own address of this instance, and is listened for there. Pure.</summary>
internal static class OwnAddressChecks
{
    public static IEnumerable<AwsFinding> Find(ClusterSettings? cluster, GroupAddress address, InstanceInterface at)
    {
        if (!address.ComesToOwnAddress || cluster is null)
        {
            yield break;
        }

        var (own, elastic) = (OwnAddress(cluster, address, at), AwsMovers.ElasticIpsOf(address).First());
        if (own is null || !at.Addresses.Contains(own))
        {
            yield return new AwsFinding(
                "aws.elastic-ip-unheard", AwsSeverity.Error, $"address {address.Address}",
                $"'elastic-ip-to' gives this node no address that {at.Id} has; those are {string.Join(", ", at.Addresses)}.",
                "EC2 would refuse to associate it.", $"Correct 'elastic-ip-to' or 'interface', or assign the address to {at.Id} ('aws ec2 assign-private-ip-addresses').");
        }
        else if (address.ElasticIpTo.IsEmpty && !cluster.Nodes.Any(node => node.Addresses.Contains(own)))
        {
            yield return new AwsFinding(
                "aws.elastic-ip-unheard", AwsSeverity.Error, $"address {address.Address}", $"its Elastic IP would come to {own} of {at.Id}, an address that 'nodes' does not have.",
                "Services listen on the nodes' own addresses in 'nodes' alone: clients on the Internet would get no answer.",
                "Give the node that address in 'nodes' or in 'elastic-ip-to', or the right interface in 'interface'.");
        }
        else if (at.Public.FirstOrDefault(one => one.Value.Equals(own) && !one.Key.Equals(elastic)).Key is { } displaced)
        {
            yield return new AwsFinding(
                "aws.elastic-ip-displaces", AwsSeverity.Error, $"address {address.Address}", $"its Elastic IP {elastic} would come to {own}, which the public address {displaced} stands for.",
                $"EC2 lets one public address stand for a private one: {displaced} would be taken away, and when the Elastic IP moves on, this director has no public address and may not reach the API.",
                $"Assign another private address to {at.Id}, and name it in 'elastic-ip-to' for this node.");
        }
    }

    // Which node this is shows in its addresses.
    private static IPAddress? OwnAddress(ClusterSettings cluster, GroupAddress address, InstanceInterface at) => address.ElasticIpTo.IsEmpty
        ? ElasticIps.OwnAddress(address, null, at)
        : address.ElasticIpTo.FirstOrDefault(own => at.Addresses.Contains(own.Value) || cluster.Nodes.Any(node => node.Name == own.Key && node.Addresses.Any(at.Addresses.Contains))).Value;
}
