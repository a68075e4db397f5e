using System.Diagnostics.CodeAnalysis;
using Tenbin.Cluster.Transport;

namespace Tenbin.Director.Clustering.Syncing;

/// <summary>
/// What peers have sent and is still to be read, in buffers made once. The links' threads add and never wait: what finds no
/// room is dropped, and sent again by the peer. Thread-safe.
/// </summary>
internal sealed class PayloadQueue(int capacity)
{
    private readonly Lock _gate = new();
    private readonly byte[][] _buffers = [.. Enumerable.Range(0, capacity).Select(_ => new byte[ClusterLinks.MaxPayload])];
    private readonly (byte Node, int Length)[] _entries = new (byte, int)[capacity];
    private int _first, _count;

    /// <summary>False: there was no room.</summary>
    public bool Add(byte node, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_count == capacity)
            {
                return false;
            }

            var place = (_first + _count++) % capacity;
            payload.CopyTo(_buffers[place]);
            _entries[place] = (node, payload.Length);
            return true;
        }
    }

    /// <summary>Takes the oldest.</summary>
    /// <param name="into">A buffer as long as a payload may be; changed for another one.</param>
    /// <param name="node">Who sent it.</param>
    /// <param name="length">Bytes of it.</param>
    public bool TryTake([NotNull] ref byte[]? into, out byte node, out int length)
    {
        into ??= new byte[ClusterLinks.MaxPayload];
        lock (_gate)
        {
            if (_count == 0)
            {
                (node, length) = (0, 0);
                return false;
            }

            (node, length) = _entries[_first];
            (into, _buffers[_first]) = (_buffers[_first], into);
            _first = (_first + 1) % capacity;
            _count--;
            return true;
        }
    }
}
