using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Tenbin.Cluster.Transport;

namespace Tenbin.Director.Clustering.Sharing;

/// <summary>
/// Between the links and the loop: what peers say on <see cref="Channel.Settings"/> waits here until the loop takes it. Safe for
/// several threads.
/// </summary>
/// <param name="self">Index of this node.</param>
/// <param name="names">Of all nodes, by index.</param>
internal sealed class SettingsPort(byte self, ImmutableArray<string> names)
{
    /// <summary>Payloads that wait at most; what is more is lost, and said again.</summary>
    private const int MostWaiting = 256;

    private readonly ConcurrentQueue<(byte From, byte[] Payload)> _waiting = [];
    private int _count;

    /// <summary>Index of this node.</summary>
    public byte Self => self;

    /// <summary>Names of all nodes, by index.</summary>
    public ImmutableArray<string> Names => names;

    /// <summary>Told when something waits. Must not block.</summary>
    public Action? Arrived { get; set; }

    /// <summary>Carries a payload to a peer, or loses it; before it is set, all are lost.</summary>
    public Action<byte, byte[]>? Transmit { get; set; }

    /// <summary>Takes a payload from a link.</summary>
    public void Deliver(byte from, ReadOnlySpan<byte> payload)
    {
        if (Interlocked.Increment(ref _count) > MostWaiting)
        {
            Interlocked.Decrement(ref _count);
            return;
        }

        _waiting.Enqueue((from, payload.ToArray()));
        Arrived?.Invoke();
    }

    /// <summary>Takes the oldest.</summary>
    public bool TryTake(out byte from, [NotNullWhen(true)] out byte[]? payload)
    {
        var isThere = _waiting.TryDequeue(out var oldest);
        (from, payload) = oldest;
        if (isThere)
        {
            Interlocked.Decrement(ref _count);
        }

        return isThere;
    }

    /// <summary>Sends a payload to a peer.</summary>
    public void Send(byte to, byte[] payload) => Transmit?.Invoke(to, payload);
}
