using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>A call to the register that is under way.</summary>
/// <param name="Node">Who calls.</param>
/// <param name="Life">Of its daemon.</param>
/// <param name="SentAt">True time.</param>
/// <param name="Request">Null = done, and the answer is on its way.</param>
/// <param name="Answer">On its way; null = not done yet.</param>
/// <param name="IsAwaited">The daemon still waits for the answer.</param>
public sealed record RegisterCall(byte Node, int Life, long SentAt, ClusterOutput? Request, ClusterInput? Answer, bool IsAwaited)
{
    public Digest Digest()
    {
        var digest = new Digest(Node, (ulong)Life);
        digest.Add(SentAt);
        digest.Add(IsAwaited ? 1UL : 0);
        digest.Add(Snapshot.Of((object?)Request ?? Answer!));
        return digest;
    }
}
