using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>What one step of a core said to its peer, as the daemon sends it: in one piece.</summary>
public sealed class Datagram
{
    public Datagram(byte from, ClusterMessage[] messages)
    {
        (From, Messages) = (from, messages);
        var digest = new Digest(from, 0);
        foreach (var message in messages)
        {
            digest.Add(Snapshot.Of(message));
        }

        Digest = digest;
    }

    public byte From { get; }

    public ClusterMessage[] Messages { get; }

    public Digest Digest { get; }
}
