using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>elastic-ip-to</c>: the own address of each node that an Elastic IP comes to.</summary>
internal static class ElasticIpToReader
{
    private const string Example = "{ lvs01: 10.0.1.24, lvs02: 10.0.2.26 }";

    /// <summary>In order of the nodes; whole only when no error was reported.</summary>
    public static ImmutableArray<KeyValuePair<string, IPAddress>> Read(Func<string, Value?> named, MoverKind? mover, ClusterSettings? cluster)
    {
        if (named("elastic-ip-to") is not { } value)
        {
            return [];
        }

        if (mover is MoverKind.Local or MoverKind.AwsPrivateIp || (mover == MoverKind.AwsRoute && named("elastic-ip") is null))
        {
            value.FailKey("has no effect: it is for an Elastic IP that comes to the nodes' own addresses, by mover: aws-elastic-ip, or by aws-route with 'elastic-ip'; remove it");
        }

        if (value.Section("elastic-ip-to", null, Example) is not { } section)
        {
            return [];
        }

        var nodes = cluster?.Nodes ?? [];
        var read = new Dictionary<string, IPAddress>(StringComparer.Ordinal);
        foreach (var (name, entry) in section.Entries)
        {
            if (cluster is not null && nodes.All(node => node.Name != name))
            {
                entry.FailKey($"is no node of the cluster; those are {string.Join(", ", nodes.Select(node => Display.Of(node.Name)))}");
            }
            else if (entry.Unicast("10.0.1.24") is { } address && IsFit(entry, name, address, nodes, read))
            {
                read.TryAdd(name, address);
            }
        }

        if (nodes.FirstOrDefault(node => section.Entries.All(entry => entry.Key != node.Name)) is { } missing)
        {
            value.FailKey($"does not name node '{Display.Of(missing.Name)}', to which it could not come; give an address of its own for each node, e.g. {Example}");
        }

        return [.. nodes.Where(node => read.ContainsKey(node.Name)).Select(node => KeyValuePair.Create(node.Name, read[node.Name]))];
    }

    /// <summary>Reports an own address that another Elastic IP comes to, or that moves.</summary>
    public static void CheckUnique(Value written, GroupAddress address, string owner, MovedAddresses moved)
    {
        foreach (var (node, own) in address.ElasticIpTo)
        {
            if (!moved.TryClaim($"own address {own}", owner, out var first))
            {
                written.Fail($"has an Elastic IP that comes to {own} of node '{Display.Of(node)}', and so has another address of {first}; EC2 associates one with a private address, give it another one");
            }
        }
    }

    private static bool IsFit(Value entry, string name, IPAddress address, ImmutableArray<ClusterNode> nodes, Dictionary<string, IPAddress> read)
    {
        var problem = address.AddressFamily != AddressFamily.InterNetwork
            ? "is no IPv4 address; Elastic IPs stand for those alone"
            : nodes.FirstOrDefault(node => node.Name != name && node.Addresses.Contains(address)) is { } other
            ? $"is the address of node '{Display.Of(other.Name)}'; give one of this node's own"
            : read.FirstOrDefault(one => one.Value.Equals(address)).Key is { } before
            ? $"is named for node '{Display.Of(before)}' too; an address belongs to one machine"
            : null;
        if (problem is not null)
        {
            entry.Fail(problem);
        }

        return problem is null;
    }
}
