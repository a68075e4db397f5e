using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>Who must share a subnet, and what a zone takes with it. Pure.</summary>
internal static class SubnetChecks
{
    public static IEnumerable<AwsFinding> Find(CloudFacts facts) => [.. Servers(facts), .. Peers(facts), .. Zones(facts)];

    private static IEnumerable<AwsFinding> Servers(CloudFacts facts)
    {
        var subnets = facts.Own.Select(own => own.SubnetId).ToHashSet();
        var isRouted = facts.Config.Groups.Any(group => group.Addresses.Any(address => !address.DefaultRouteTables.IsEmpty));
        foreach (var (service, server) in facts.Servers)
        {
            var (address, at) = (server.Address.Address, facts.Holding(server.Address.Address));
            if (at is null || subnets.Contains(at.SubnetId))
            {
                continue;
            }

            if (server.Forward == ForwardingMethod.Dsr)
            {
                yield return new AwsFinding(
                    "aws.server-elsewhere", AwsSeverity.Error, $"server {address} of service {service.Name}", $"it is in {at.SubnetId}, and this director in {List(subnets)}.",
                    "dsr hands packets over by MAC address, which ends at the subnet: connections to this server time out.",
                    "Put director and server into one subnet, or use 'forward: nat' for the service.");
            }
            else if (!isRouted)
            {
                yield return new AwsFinding(
                    "aws.gateway-elsewhere", AwsSeverity.Warning, $"server {address} of service {service.Name}",
                    $"it is in {at.SubnetId}, this director in {List(subnets)}, and no group has 'default-route-tables'.",
                    "A gateway must be in the same subnet: its answers go past the director, and connections hang, at least after a failover.",
                    $"Name the route table of {at.SubnetId} in 'default-route-tables' of an address, or put director and server into one subnet.");
            }
        }
    }

    private static IEnumerable<AwsFinding> Peers(CloudFacts facts) =>
        from moved in facts.Config.Groups
        from address in moved.Addresses
        where address.Mover == MoverKind.AwsPrivateIp
        let own = facts.Own.FirstOrDefault(own => own.Networks.Any(network => network.Contains(address.Address)))
        where own is not null
        from peer in facts.Peers
        let interfaces = facts.Of(peer).ToList()
        where interfaces.Count > 0 && interfaces.All(one => one.SubnetId != own.SubnetId)
        select new AwsFinding(
            "aws.peer-elsewhere", AwsSeverity.Error, $"address {address.Address}",
            $"it belongs to {own.SubnetId}, where {peer.Name} has no interface: that has {List(interfaces.Select(one => one.SubnetId).Distinct())}.",
            $"A private address cannot leave its subnet: no failover to {peer.Name}.", "Put both directors into one subnet, or use mover: aws-route, which crosses subnets and zones.");

    private static IEnumerable<AwsFinding> Zones(CloudFacts facts)
    {
        HashSet<string> zones = [.. facts.Directors.Select(one => facts.Subnets.FirstOrDefault(subnet => subnet.Id == one.SubnetId)?.Zone).OfType<string>()];
        if (facts.Peers.Any() && facts.Peers.All(peer => facts.Of(peer).Any()) && zones.Count == 1)
        {
            yield return new AwsFinding(
                "aws.one-zone", AwsSeverity.Note, "zones", $"all directors are in {zones.First()}.", "An outage of that zone takes all of them at once.",
                "If that matters, put them into subnets of different zones, with mover: aws-route or aws-elastic-ip.");
        }
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
