using Tenbin.Model.Configuration;

namespace Tenbin.Director.Reloading;

/// <summary>Names what differs between two <c>cluster</c> sections.</summary>
internal static class ClusterDiff
{
    /// <summary>The keys, in the order of the reference; empty when the sections mean the same.</summary>
    public static IEnumerable<string> Keys(ClusterSettings before, ClusterSettings after) =>
        new (string Key, bool Same)[]
        {
            ("key-file", before.KeyFile == after.KeyFile),
            ("nodes", before.Nodes.SequenceEqual(after.Nodes)),
            ("port", before.Port == after.Port),
            ("heartbeat", before.Heartbeat == after.Heartbeat),
            ("witness", before.Witness == after.Witness),
            ("without-majority", before.WithoutMajority == after.WithoutMajority),
            ("gateways", before.Gateways.SequenceEqual(after.Gateways)),
            ("moves-per-hour", before.MovesPerHour == after.MovesPerHour),
        }
        .Where(part => !part.Same)
        .Select(part => part.Key);
}
