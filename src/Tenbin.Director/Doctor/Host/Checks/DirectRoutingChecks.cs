using System.Net;
using Tenbin.Linux.Netlink;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Doctor.Host.Checks;

/// <summary>What dsr needs: one segment, and clients that answers from the server's own interface reach.</summary>
internal static class DirectRoutingChecks
{
    public static IEnumerable<Finding> Find(HostFacts facts) =>
    [
        .. from service in facts.Config.Services
           from server in service.Servers
           where server.Forward == ForwardingMethod.Dsr && facts.RoutesTo.TryGetValue(server.Address.Address, out var route) && IsElsewhere(route)
           select OtherSegment(service, server.Address.Address, facts.RoutesTo[server.Address.Address]),
        .. from service in facts.Config.Services
           where service.Servers.Any(server => server.Forward == ForwardingMethod.Dsr) && MayComeFromBeyond(service, facts)
           select Beyond(service),
    ];

    private static bool IsElsewhere(Route route) => route.Kind != RouteKind.Unicast && route.Kind != RouteKind.Local || route.Gateway is not null;

    private static Finding OtherSegment(VirtualService service, IPAddress server, Route route) => new(
        "dsr.other-segment", Severity.Problem,
        $"the real server {server} of service {service.Name} is not in a segment of this director: {(route.Gateway is { } gateway ? $"the way there leads by {gateway}" : "there is no way there")}")
    {
        Shows = "its packets keep the virtual address as their destination and come back to the director, or vanish: connections to this server time out",
        Mend = "put director and server into one subnet, or use 'forward: nat' for the service",
    };

    private static bool MayComeFromBeyond(VirtualService service, HostFacts facts) =>
        Nearness.IsPrivate(service.Listen.Address)
        && (service.AllowFrom.IsEmpty || service.AllowFrom.Any(network => !Nearness.IsPrivate(network.BaseAddress)
            && !facts.OnWire.Any(own => Nearness.Reaches(own, network.BaseAddress))));

    private static Finding Beyond(VirtualService service) => new(
        "dsr.clients-beyond", Severity.Note,
        $"service {service.Name} answers by dsr from the private address {service.Listen.Address}, and 'allow-from' does not keep out clients beyond the network's edge")
    {
        Shows = "an Internet edge drops answers that carry the virtual address but come from a server's interface: such clients see a connection that never opens",
        Mend = "use 'forward: nat' for clients beyond the edge; for clients inside only, say so with 'allow-from'",
    };
}
