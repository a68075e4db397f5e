using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Loop;

/// <summary>
/// Services behind an Elastic IP that stands for this instance's own address (mover <c>aws-elastic-ip</c>, and <c>aws-route</c>
/// with <c>elastic-ip</c>): AWS delivers their packets with that address as destination, another one on each director. So the
/// data plane gets each such service under its own address too, and what it counts there is counted for the service.
/// </summary>
/// <param name="addressesOf">Addresses of an interface by its name, the primary one of each network first; empty = there is none.</param>
/// <param name="local">Every address of this machine.</param>
internal sealed class Aliases(Func<string, IReadOnlyList<IPAddress>> addressesOf, Func<IReadOnlySet<IPAddress>> local)
{
    /// <summary>The file has such services.</summary>
    public static bool Concern(TenbinConfig config) => config.Groups.Any(group => group.Addresses.Any(HasAlias));

    /// <summary>What the data plane shall hold.</summary>
    /// <param name="config">The file in force.</param>
    /// <param name="desired">The plan.</param>
    /// <param name="named">Each alias, with what the file calls it.</param>
    /// <exception cref="Linux.LinuxException">The machine's addresses cannot be read.</exception>
    public DesiredState Enter(TenbinConfig config, DesiredState desired, out ImmutableDictionary<ServiceAddress, ServiceAddress> named)
    {
        var own = config.Groups.SelectMany(group => group.Addresses).Where(HasAlias)
            .Select(address => (address.Address, Own: OwnFor(config, address))).Where(pair => pair.Own is not null).ToDictionary(pair => pair.Address, pair => pair.Own!);
        // What a dsr server answers ends at the Internet's edge, and it would need this director's address.
        var aliases = (
            from service in desired.Services
            where own.ContainsKey(service.Listen.Address)
            let servers = service.Servers.Where(server => server.Forward == ForwardingMethod.Nat).ToImmutableArray()
            where !servers.IsEmpty
            select (Named: service.Listen, Service: service with { Listen = service.Listen with { Address = own[service.Listen.Address] }, Servers = servers })).ToList();
        named = aliases.ToImmutableDictionary(pair => pair.Service.Listen, pair => pair.Named);
        return new DesiredState([.. desired.Services, .. aliases.Select(pair => pair.Service)]);
    }

    /// <summary>What was counted for an alias, added to its service.</summary>
    public static DataPlaneSnapshot Fold(DataPlaneSnapshot snapshot, ImmutableDictionary<ServiceAddress, ServiceAddress> named) => named.IsEmpty ? snapshot : snapshot with
    {
        Services = [.. snapshot.Services.GroupBy(service => named.GetValueOrDefault(service.Service, service.Service)).Select(Sum)],
    };

    private static ServiceCounters Sum(IGrouping<ServiceAddress, ServiceCounters> same) => new(
        same.Key, same.Select(service => service.Traffic).Aggregate((a, b) => a + b),
        [.. same.SelectMany(service => service.Servers).GroupBy(server => server.Server).Select(servers => servers.Aggregate(
            (a, b) => a with { Traffic = a.Traffic + b.Traffic, Active = a.Active + b.Active, Inactive = a.Inactive + b.Inactive }))]);

    private static bool HasAlias(GroupAddress address) =>
        address.Address.AddressFamily == AddressFamily.InterNetwork && (address.Mover == MoverKind.AwsElasticIp || address is { Mover: MoverKind.AwsRoute, ElasticIp: not null });

    // As EC2 has it: the primary address of the interface; of the first one unless another is named, which is the one that other nodes know.
    private IPAddress? OwnFor(TenbinConfig config, GroupAddress address)
    {
        var moved = config.Groups.SelectMany(group => group.Addresses).Select(one => one.Address).ToHashSet();
        IEnumerable<IPAddress> own = address.Interface is { } name ? addressesOf(name) : config.Cluster?.Nodes.SelectMany(node => node.Addresses).Where(local().Contains) ?? [];
        return own.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork && !moved.Contains(one));
    }
}
