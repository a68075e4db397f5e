using System.Collections.Immutable;
using System.Net;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>cluster</c>.</summary>
internal static class ClusterReader
{
    private const int MostMoves = 1_000;

    private static readonly string[] Keys =
        ["key-file", "nodes", "port", "heartbeat", "witness", "without-majority", "gateways", "moves-per-hour"];

    private static readonly (string, WithoutMajority)[] Policies = [("stop", WithoutMajority.Stop), ("serve", WithoutMajority.Serve)];

    /// <summary>Null when not given or not a group of keys; whole only when no error was reported.</summary>
    public static ClusterSettings? Read(Value? value)
    {
        const string Example = "{ key-file: /etc/tenbin/cluster.key, nodes: { lvs01: 172.18.1.23, lvs02: 172.18.1.25 } }";
        if (value?.Section("cluster", Keys, Example) is not { } section)
        {
            return null;
        }

        var nodes = NodesReader.Read(section);
        var written = section.Find("without-majority");
        var policy = written is null ? WithoutMajority.Stop : written.Choice("a policy for a node without a majority", Policies);
        VotingRules.Check(section, nodes.Length, policy);
        var (witness, timing) = (WitnessReader.Read(section.Find("witness")), HeartbeatReader.Read(section.Find("heartbeat")));
        VotingRules.CheckPace(section, witness, timing);
        return new ClusterSettings
        {
            KeyFile = KeyFile(section) ?? "",
            Nodes = nodes,
            Heartbeat = timing,
            Witness = witness,
            WithoutMajority = policy ?? default,
            Port = section.Find("port")?.Port() ?? ClusterSettings.DefaultPort,
            Gateways = Gateways(section.Find("gateways"), nodes),
            MovesPerHour = section.Find("moves-per-hour")?.Whole(1, MostMoves) ?? ClusterSettings.DefaultMovesPerHour,
        };
    }

    private static string? KeyFile(Section section)
    {
        const string Example = "/etc/tenbin/cluster.key";
        if (section.Find("key-file") is { } value)
        {
            return value.FilePath(Example);
        }

        section.Fail($"'key-file' is missing; make one with 'tenbin key new', copy it to every node and give e.g. key-file: {Example}");
        return null;
    }

    private static ImmutableArray<IPAddress> Gateways(Value? value, ImmutableArray<ClusterNode> nodes)
    {
        var gateways = new List<IPAddress>();
        foreach (var item in value?.Items("[172.18.1.1]") ?? [])
        {
            if (item.Unicast("172.18.1.1") is not { } gateway)
            {
                continue;
            }

            if (gateways.Contains(gateway))
            {
                item.Fail("names a gateway twice; remove one");
            }
            else if (nodes.FirstOrDefault(node => node.Addresses.Contains(gateway)) is { } node)
            {
                item.Fail($"is the address of node '{node.Name}'; give a machine outside the cluster that every node reaches, such as the router");
            }

            gateways.Add(gateway);
        }

        return [.. gateways];
    }
}
