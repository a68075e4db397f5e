using System.Collections.Immutable;
using System.Net;
using Tenbin.Aws.Ec2;
using Tenbin.Aws.Metadata;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>All that the checks of the surroundings judge by, gathered beforehand. What could not be asked is missing, and not judged.</summary>
internal sealed record CloudFacts
{
    public required TenbinConfig Config { get; init; }

    /// <summary>The instance's own, by its metadata.</summary>
    public required ImmutableArray<InstanceInterface> Own { get; init; }

    /// <summary>What the operating system has; null = not known.</summary>
    public MachineFacts? Machine { get; init; }

    /// <summary>How long EC2 took to answer a call; null = not known.</summary>
    public TimeSpan? ApiLatency { get; init; }

    /// <summary>All of the directors, and those that hold a real server's or a virtual address.</summary>
    public IReadOnlyList<NetworkInterface> Interfaces { get; init; } = [];

    /// <summary>Those of <see cref="Interfaces"/>.</summary>
    public IReadOnlyList<Subnet> Subnets { get; init; } = [];

    /// <summary>Those of <see cref="Interfaces"/>.</summary>
    public IReadOnlyList<SecurityGroup> SecurityGroups { get; init; } = [];

    /// <summary>What the subnet of the primary interface goes by; null = not known.</summary>
    public RouteTable? WayOut { get; init; }

    /// <summary>Where the name of the API leads; empty = not known.</summary>
    public IReadOnlyList<IPAddress> ApiAddresses { get; init; } = [];

    /// <summary>Every real server with a service that it is of.</summary>
    public IEnumerable<(VirtualService Service, RealServer Server)> Servers => Config.Services.SelectMany(service => service.Servers.Select(server => (service, server)));

    /// <summary>This node in the file; null = it stands alone, or is not in it.</summary>
    public ClusterNode? Node => Config.Cluster?.Nodes.FirstOrDefault(node => node.Addresses.Any(IsOwn));

    /// <summary>The others.</summary>
    public IEnumerable<ClusterNode> Peers => Node is { } node ? Config.Cluster!.Nodes.Where(other => other != node) : [];

    /// <summary>Interfaces of this director and the others.</summary>
    public IEnumerable<NetworkInterface> Directors => Interfaces.Where(one => Own.Any(own => own.Id == one.Id)).Concat(Peers.SelectMany(Of)).DistinctBy(one => one.Id);

    /// <summary>Who has the address.</summary>
    public NetworkInterface? Holding(IPAddress address) => Interfaces.FirstOrDefault(one => one.Addresses.Any(held => held.Address.Equals(address)));

    /// <summary>Interfaces of a node.</summary>
    public IEnumerable<NetworkInterface> Of(ClusterNode node)
    {
        var instances = node.Addresses.Select(Holding).OfType<NetworkInterface>().Select(one => one.InstanceId).OfType<string>().ToHashSet();
        return Interfaces.Where(one => one.InstanceId is { } id && instances.Contains(id));
    }

    /// <summary>Networks of a subnet.</summary>
    public IEnumerable<IPNetwork> NetworksOf(string subnetId) =>
        Subnets.FirstOrDefault(subnet => subnet.Id == subnetId)?.Networks ?? Own.FirstOrDefault(own => own.SubnetId == subnetId)?.Networks ?? [];

    private bool IsOwn(IPAddress address) => Own.Any(own => own.Addresses.Contains(address));
}
