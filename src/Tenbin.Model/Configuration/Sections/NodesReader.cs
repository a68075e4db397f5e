using System.Collections.Immutable;
using System.Net;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>nodes</c>: each node by itself, then what their links must have in common.</summary>
internal static class NodesReader
{
    private const int Fewest = 2;
    private const int Most = 7;
    private const int MostLinks = 8;

    /// <summary>Empty when it could not be read; whole only when no error was reported.</summary>
    public static ImmutableArray<ClusterNode> Read(Section cluster)
    {
        const string Example = "{ lvs01: 172.18.1.23, lvs02: 172.18.1.25 }";
        if (cluster.Find("nodes") is not { } value)
        {
            cluster.Fail($"'nodes' is missing; name each director and its address, e.g. nodes: {Example}");
            return [];
        }

        if (value.Section("nodes of the cluster", null, Example) is not { } section)
        {
            return [];
        }

        var nodes = new List<(ClusterNode Node, Value Written)>();
        var owners = new Dictionary<IPAddress, string>();
        var complete = true;
        foreach (var (name, entry) in section.Entries)
        {
            entry.CheckName(name, "a node's name");
            var node = new ClusterNode(name, Links(name, entry, owners, ref complete));
            nodes.Add((node, entry));
        }

        if (complete)
        {
            CompareLinks(nodes);
        }

        if (nodes.Count is < Fewest or > Most)
        {
            value.FailKey(nodes.Count < Fewest
                ? $"must name at least {Fewest} nodes; add the other one, or remove 'cluster' and 'groups' if this director stands alone"
                : $"names more than {Most} nodes; each more makes every decision slower and none safer, remove some");
        }

        return [.. nodes.Select(n => n.Node)];
    }

    private static ImmutableArray<IPAddress> Links(string name, Value entry, Dictionary<IPAddress, string> owners, ref bool complete)
    {
        var links = new List<IPAddress>();
        var items = entry.Items("172.18.1.23");
        foreach (var item in items ?? [])
        {
            if (item.Unicast("172.18.1.23") is not { } address)
            {
                complete = false;
                continue;
            }

            if (!owners.TryAdd(address, name))
            {
                item.Fail($"is already an address of node '{Display.Of(owners[address])}'; each link of each node needs one of its own");
            }

            links.Add(address);
        }

        if (links.Count > MostLinks)
        {
            entry.FailKey($"has more than {MostLinks} links; two or three on separate networks are enough, remove some");
        }

        complete &= items is not null;
        return [.. links];
    }

    private static void CompareLinks(List<(ClusterNode Node, Value Written)> nodes)
    {
        foreach (var (node, written) in nodes.Skip(1))
        {
            var first = nodes[0].Node;
            if (node.Addresses.Length != first.Addresses.Length)
            {
                written.FailKey(
                    $"has {Count(node)}, but node '{Display.Of(first.Name)}' has {Count(first)}; give each node one address for each link, in the same order");
                continue;
            }

            for (var i = 0; i < node.Addresses.Length; i++)
            {
                if (node.Addresses[i].AddressFamily != first.Addresses[i].AddressFamily)
                {
                    written.FailKey(
                        $"has {Addresses.FamilyOf(node.Addresses[i])} on link {i + 1}, but node '{Display.Of(first.Name)}' has "
                        + $"{Addresses.FamilyOf(first.Addresses[i])} there; both ends of a link must be of one family");
                }
            }
        }
    }

    private static string Count(ClusterNode node) => node.Addresses.Length == 1 ? "1 address" : $"{node.Addresses.Length} addresses";
}
