using System.Runtime.InteropServices;
using Tenbin.Cluster.Sync;
using Tenbin.Forwarding;

namespace Tenbin.Director.Clustering.Syncing;

/// <summary>Enters into the kernel what one peer's stream brings.</summary>
/// <param name="sessions">The data plane.</param>
/// <param name="peer">Id of the peer.</param>
internal sealed class ImportSink(ISessionSync sessions, byte peer) : ISyncSink
{
    private readonly List<SessionRecord> _records = [];

    /// <summary>What became of the records so far.</summary>
    public ImportReport Report { get; private set; }

    /// <summary>Items that are no record of this version.</summary>
    public long Unreadable { get; private set; }

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<byte> item)
    {
        if (SessionRecord.TryRead(item, out var record))
        {
            _records.Add(record);
        }
        else
        {
            Unreadable++;
        }
    }

    /// <inheritdoc/>
    public void CopyBegins()
    {
        Flush();
        sessions.BeginCopy(peer);
    }

    /// <inheritdoc/>
    public void CopyEnds()
    {
        Flush();
        sessions.EndCopy(peer);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        var records = CollectionsMarshal.AsSpan(_records);
        Report += sessions.Import(peer, records);
        _records.Clear();
    }

    /// <summary>Forgets what has come and is not entered.</summary>
    public void Drop() => _records.Clear();
}
