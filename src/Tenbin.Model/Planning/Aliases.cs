using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Tenbin.Model.Configuration;

namespace Tenbin.Model.Planning;

/// <summary>
/// Other addresses at which a service gets its packets. An Elastic IP that is associated with a director's own private address
/// is translated to that at the Internet's edge, so no packet shows the address that the service listens on. Pure.
/// </summary>
public static class Aliases
{
    /// <summary>Those of a service on one node; most have none.</summary>
    /// <param name="config">The configuration in force.</param>
    /// <param name="service">One of its services.</param>
    /// <param name="node">That node; null without a cluster.</param>
    public static ImmutableArray<ServiceAddress> Of(TenbinConfig config, VirtualService service, ClusterNode? node)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(service);
        var moved = config.Groups.SelectMany(group => group.Addresses).FirstOrDefault(address => address.Address.Equals(service.Listen.Address));
        return moved is { ComesToOwnAddress: true } && node is not null
            ? [.. OwnAddresses(moved, node).Select(address => service.Listen with { Address = address })]
            : [];
    }

    private static IEnumerable<IPAddress> OwnAddresses(GroupAddress moved, ClusterNode node) => moved.ElasticIpTo.IsEmpty
        ? node.Addresses.Where(address => address.AddressFamily == AddressFamily.InterNetwork)
        : moved.ElasticIpTo.Where(own => own.Key == node.Name).Select(own => own.Value);

    /// <summary>An alias of a planned service; null when none of its servers can answer there. By dsr none can: the answer would come from an address that is not the server's.</summary>
    internal static DesiredService? Make(DesiredService service, ServiceAddress listen)
    {
        var servers = service.Servers.RemoveAll(server => server.Forward != ForwardingMethod.Nat);
        return servers.IsEmpty ? null : service with { Name = $"{service.Name} at {listen.Address}", AliasOf = service.Name, Listen = listen, Servers = servers };
    }
}
