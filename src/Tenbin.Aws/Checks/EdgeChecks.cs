using System.Net;
using System.Net.Sockets;
using Tenbin.Aws.Movers;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>What passes the Internet's edge: clients' connections, and the directors' own calls of the API. Pure.</summary>
internal static class EdgeChecks
{
    public static IEnumerable<AwsFinding> Find(CloudFacts facts) =>
    [
        .. from service in facts.Config.Services
           where service.Servers.Any(server => server.Forward == ForwardingMethod.Dsr)
           let elastic = ElasticIpOf(facts, service)
           where elastic is not null
           select DsrBeyond(service, elastic),
        .. facts.Config.Groups.Any(group => group.Addresses.Any(address => address.IsOfAws)) ? WayOut(facts) : [],
    ];

    /// <summary>The Elastic IP in front of a service: of the file, or as things stand; null = none.</summary>
    public static IPAddress? ElasticIpOf(CloudFacts facts, VirtualService service)
    {
        var address = facts.Config.Groups.SelectMany(group => group.Addresses).FirstOrDefault(one => one.Address.Equals(service.Listen.Address));
        return (address is null ? null : AwsMovers.ElasticIpsOf(address).FirstOrDefault())
            ?? facts.Interfaces.SelectMany(one => one.Addresses).FirstOrDefault(one => one.Address.Equals(service.Listen.Address))?.PublicIp;
    }

    private static AwsFinding DsrBeyond(VirtualService service, IPAddress elastic) => new(
        "aws.dsr-elastic-ip", AwsSeverity.Error, $"service {service.Name}", $"it is served by dsr, and the Elastic IP {elastic} stands in front of it.",
        "The Internet edge drops answers that carry the virtual address but come from a server's interface: clients on the Internet see connections that never open.",
        "Use 'forward: nat' for clients on the Internet, or take the Elastic IP away and serve clients of the VPC alone.");

    // The moving address is the other director's when this one has to call.
    private static IEnumerable<AwsFinding> WayOut(CloudFacts facts)
    {
        var floating = facts.Config.Groups.SelectMany(group => group.Addresses).SelectMany(AwsMovers.ElasticIpsOf).ToHashSet();
        var isInside = facts.ApiAddresses.Count > 0 && facts.ApiAddresses.All(PrivateNetworks.Contain);
        var ownPublic = facts.Own.SelectMany(own => own.Public.Keys).Where(open => !floating.Contains(open));
        if (isInside || ownPublic.Any() || facts.WayOut is not { } table)
        {
            yield break;
        }

        var route = table.Routes.FirstOrDefault(one => one.To is { PrefixLength: 0, BaseAddress.AddressFamily: AddressFamily.InterNetwork } && one.IsActive);
        if (route is null || route.GatewayId?.StartsWith("igw-", StringComparison.Ordinal) == true)
        {
            yield return new AwsFinding(
                "aws.no-way-out", AwsSeverity.Error, facts.Own[0].Id,
                $"this director has no public address of its own besides the moving ones, {(route is null ? $"no default route in {table.Id}" : $"an Internet gateway as its way out ({table.Id})")}, and the API has no endpoint in this VPC.",
                "While the other director has the moving address, this one cannot reach the API: it cannot take anything over.",
                "Give it a fixed public address (an Elastic IP of its own on its primary private address), a NAT gateway, or make an interface endpoint for ec2 in the VPC.");
        }
    }
}
