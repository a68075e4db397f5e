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

    /// <summary>
    /// The groups in order of their names. Nodes tell each other of groups by index, and two files that mean the same may
    /// have them in another order.
    /// </summary>
    public static TenbinConfig InOrder(TenbinConfig config) =>
        config with { Groups = [.. config.Groups.OrderBy(group => group.Name, StringComparer.Ordinal)] };

    /// <summary>The core's settings.</summary>
    /// <param name="config">The file, its groups <see cref="InOrder"/>.</param>
    /// <param name="self">Index of this node.</param>
    /// <param name="tenure">Of this boot of the machine.</param>
    public static CoreSettings Settings(TenbinConfig config, byte self, ulong tenure)
    {
        var cluster = config.Cluster!;
        var timing = cluster.Heartbeat;
        return new CoreSettings
        {
            Self = new Holder(self, tenure),
            Nodes = cluster.Nodes.Length,
            NodeNames = [.. cluster.Nodes.Select(node => node.Name)],
            HasRegister = cluster.Witness is not null,
            ServesAlone = cluster.WithoutMajority == WithoutMajority.Serve,
            Every = Nanoseconds(timing.Every),
            DeadAfter = Nanoseconds(timing.DeadAfter),
            Lease = Nanoseconds(timing.Lease),
            RestartGrace = Nanoseconds(timing.RestartGrace),
            MovesPerHour = cluster.MovesPerHour,
            VoterSet = VoterSet(config),
            Fingerprint = config.Fingerprint().Whole,
            Groups = [.. config.Groups.Select(group => new GroupRule(Preferred(cluster, group), group.FailbackAfter is { } after ? Nanoseconds(after) : null))],
        };
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * NanosecondsInTick;

    private static byte Preferred(ClusterSettings cluster, GroupSettings group) =>
        (byte)Math.Max(0, cluster.Nodes.ToList().FindIndex(node => node.Name == group.Prefer));

    // What a vote means: who votes, and on which groups. Nodes whose files differ in that must not count each other's votes.
    private static ulong VoterSet(TenbinConfig config)
    {
        var cluster = config.Cluster!;
        var witness = cluster.Witness is { } register
            ? $"{(register.Type == WitnessType.Etcd ? "" : $"{register} ")}{register.Prefix} {string.Join(' ', register.Endpoints.Select(endpoint => $"{endpoint}").Order(StringComparer.Ordinal))}"
            : "-";
        var text = $"{cluster.Name}\n{witness}\n{cluster.WithoutMajority}\n{string.Join(' ', config.Groups.Select(group => group.Name))}";
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
