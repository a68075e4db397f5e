using Tenbin.Cluster.Sync;
using Tenbin.Forwarding;

namespace Tenbin.Director.Clustering.Syncing;

/// <summary>Both directions of session sync with one peer.</summary>
internal sealed class SyncPeer
{
    private readonly ImportSink _sink;
    private readonly byte[] _answer = new byte[SyncReceiver.AnswerLength];
    private SyncReceiver _receiver;

    /// <param name="node">Id of the peer.</param>
    /// <param name="run">This node's run.</param>
    /// <param name="sessions">The data plane.</param>
    public SyncPeer(byte node, ulong run, ISessionSync sessions)
    {
        Node = node;
        Sender = new SyncSender(new SyncSettings(), run, () => Copy(sessions).GetEnumerator());
        _sink = new ImportSink(sessions, node);
        _receiver = new SyncReceiver(run);
    }

    public byte Node { get; }

    public SyncSender Sender { get; }

    /// <summary>Takes a payload of the peer's.</summary>
    /// <returns>What is to be sent back; empty = nothing.</returns>
    /// <exception cref="DataPlaneException">The kernel refused what came.</exception>
    public ReadOnlySpan<byte> Take(long now, ReadOnlySpan<byte> payload) =>
        Sender.Receive(now, payload) ? default : _answer.AsSpan(0, _receiver.Receive(payload, _sink, _answer));

    /// <summary>Begins anew in both directions, each with a full copy.</summary>
    /// <param name="run">This node's run, which the peer has not seen acknowledge anything yet.</param>
    public void Restart(ulong run)
    {
        _sink.Drop();
        _receiver = new SyncReceiver(run);
        Sender.Restart(run);
    }

    public SyncReport Report() => new(Node, Sender.Report(), _receiver.Report(), _sink.Report, _sink.Unreadable);

    private static IEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> Copy(ISessionSync sessions)
    {
        foreach (var chunk in sessions.Export())
        {
            yield return [.. chunk.Select(Bytes)];
        }
    }

    private static ReadOnlyMemory<byte> Bytes(SessionRecord record)
    {
        var bytes = new byte[SessionRecord.MaxLength];
        return bytes.AsMemory(0, record.Write(bytes));
    }
}
