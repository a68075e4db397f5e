using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Tenbin.Cluster.Core;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Clustering;

/// <summary>Which node this machine is, and what its core needs to know. Pure.</summary>
internal static class ClusterIdentity
{
    private const long NanosecondsInTick = 100;

    /// <summary>Index of the node whose address this machine has.</summary>
    /// <exception cref="StartupException">None is, or several are.</exception>
    public static byte Find(ClusterSettings cluster, IReadOnlySet<IPAddress> local)
    {
        var found = Enumerable.Range(0, cluster.Nodes.Length).Where(node => cluster.Nodes[node].Addresses.Any(local.Contains)).ToList();
        return found.Count == 1
            ? (byte)found[0]
            : throw new StartupException(ExitStatus.BadUsage, found.Count == 0
                ? "cluster.nodes: this machine has none of their addresses, so it is not known which node it is; "
                    + $"give it one of {string.Join(", ", cluster.Nodes.SelectMany(node => node.Addresses))}, or mend the list"
                : $"cluster.nodes: this machine has addresses of {string.Join(" and ", found.Select(node => cluster.Nodes[node].Name))}; "
                    + "each node needs a machine of its own");
    }

    /// <summary>The core's settings.</summary>
    public static CoreSettings Settings(TenbinConfig config, byte self, ulong tenure)
    {
        var cluster = config.Cluster!;
        var timing = cluster.Heartbeat;
        return new CoreSettings
        {
            Self = new Holder(self, tenure),
            Nodes = cluster.Nodes.Length,
            HasRegister = cluster.Witness is not null,
            ServesAlone = cluster.WithoutMajority == WithoutMajority.Serve,
            Every = Nanoseconds(timing.Every),
            DeadAfter = Nanoseconds(timing.DeadAfter),
            Lease = Nanoseconds(timing.Lease),
            RestartGrace = Nanoseconds(timing.RestartGrace),
            MovesPerHour = cluster.MovesPerHour,
            VoterSet = VoterSet(cluster),
            Fingerprint = config.Fingerprint().Whole,
            Groups = [.. config.Groups.Select(group => new GroupRule(Preferred(cluster, group), group.FailbackAfter is { } after ? Nanoseconds(after) : null))],
        };
    }

    /// <summary>Names the cluster in a witness that several share.</summary>
    public static string ClusterName(ClusterSettings cluster) => string.Join('+', cluster.Nodes.Select(node => node.Name));

    private static long Nanoseconds(TimeSpan time) => time.Ticks * NanosecondsInTick;

    private static byte Preferred(ClusterSettings cluster, GroupSettings group) =>
        (byte)Math.Max(0, cluster.Nodes.ToList().FindIndex(node => node.Name == group.Prefer));

    private static ulong VoterSet(ClusterSettings cluster)
    {
        var text = $"{ClusterName(cluster)} {cluster.Witness?.ToString() ?? "-"} {cluster.WithoutMajority}";
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
