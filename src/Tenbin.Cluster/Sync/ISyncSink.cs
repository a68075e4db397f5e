namespace Tenbin.Cluster.Sync;

/// <summary>Takes what a peer's stream brings, in the order in which it was sent.</summary>
public interface ISyncSink
{
    /// <summary>A change, or an item of a full copy.</summary>
    /// <param name="item">As it was added; valid during the call only.</param>
    void Take(ReadOnlySpan<byte> item);

    /// <summary>What comes from now on is a full copy with changes between.</summary>
    void CopyBegins();

    /// <summary>The copy is complete: what it did not have and no change told is no more.</summary>
    void CopyEnds();

    /// <summary>What was taken is acknowledged after this: it must be in effect.</summary>
    void Flush();
}
