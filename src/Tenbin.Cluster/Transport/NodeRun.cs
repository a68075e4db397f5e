namespace Tenbin.Cluster.Transport;

/// <summary>A node and its run, as keys are derived from them.</summary>
internal readonly record struct NodeRun(byte Node, SessionId Session)
{
    public const int Length = 1 + SessionId.Length;

    public void Write(Span<byte> to)
    {
        to[0] = Node;
        Session.Write(to[1..]);
    }
}
