using System.Collections.Immutable;
using System.Net;
using Tenbin.Addresses.Local;
using Tenbin.Linux.Netlink;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.RealServers;

/// <summary>Reads from the directors' file what they need of this machine. Pure.</summary>
public static class RealServerFinder
{
    /// <summary>The wish of all services that name one of this machine's addresses as their server or fallback.</summary>
    /// <param name="config">The directors' file.</param>
    /// <param name="own">Addresses of this machine, with their networks.</param>
    /// <param name="gateways">Used instead of what the file says of the way back; empty = as the file says.</param>
    /// <exception cref="ResourceException">No service names it, or no gateway can be told.</exception>
    public static RealServerWish Find(TenbinConfig config, IReadOnlyList<InterfaceAddress> own, ImmutableArray<IPAddress> gateways)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(own);
        var mine = (
            from service in config.Services
            from server in service.Fallback is { } fallback ? service.Servers.Add(fallback) : service.Servers
            let address = own.FirstOrDefault(held => held.Address.Equals(server.Address.Address))
            where address is not null
            select (Service: service, Server: server, Own: address)).ToList();
        if (mine.Count == 0)
        {
            throw new ResourceException(
                $"no service of the file has a server at one of this machine's addresses ({string.Join(", ", own.Select(held => held.Address).Where(address => !IPAddress.IsLoopback(address)))}); "
                + "is it the directors' file, and this the right machine?");
        }

        return new RealServerWish
        {
            VirtualAddresses = [.. mine.Where(use => use.Server.Forward == ForwardingMethod.Dsr).Select(use => use.Service.Listen.Address).Distinct()],
            Gateways = !gateways.IsEmpty ? gateways : [.. mine.Where(use => use.Server.Forward == ForwardingMethod.Nat).Select(use => Gateway(config, use.Service, use.Own)).Distinct()],
        };
    }

    private static IPAddress Gateway(TenbinConfig config, VirtualService service, InterfaceAddress own)
    {
        bool OnLink(IPAddress address) => InterfaceChoice.InNetwork(address, own.Address, own.PrefixLength);
        if (config.GroupOf(service.Listen.Address) is not { } group)
        {
            throw new ResourceException(
                $"service {service.Name} is for nat, and its address is in no group, so the file does not tell which address of the director the replies go to; give it with --gateway");
        }

        // An address that serves nobody is there to be the gateway; in a flat network there is none, and the service's own does.
        var near = group.Addresses.Select(address => address.Address).Where(OnLink).ToList();
        return near.FirstOrDefault(address => config.Services.All(other => !other.Listen.Address.Equals(address)))
            ?? (near.Contains(service.Listen.Address) ? service.Listen.Address : near.FirstOrDefault())
            ?? throw new ResourceException(
                $"service {service.Name} is for nat, and group {group.Name} has no address in this machine's network {own.Address}/{own.PrefixLength}: a gateway must be in the same network. "
                + "Add one to the group's 'addresses', or give --gateway");
    }
}
