using Tenbin.Cluster.Core;
using Tenbin.Cluster.Messages;
using Tenbin.Cluster.Transport;

namespace Tenbin.Cluster.Driving;

/// <summary>Gathers what is said to each peer within one step, so that it leaves in as few datagrams as it fits in.</summary>
internal sealed class Outgoing(int nodes)
{
    private readonly byte[][] _payloads = [.. Enumerable.Range(0, nodes).Select(_ => new byte[ClusterLinks.MaxPayload])];
    private readonly int[] _lengths = new int[nodes];
    private readonly byte[] _message = new byte[ClusterLinks.MaxPayload];

    /// <summary>Carries a payload to a peer; set before the first flush.</summary>
    public Func<byte, ReadOnlySpan<byte>, bool>? Transmit { get; set; }

    public void Add(byte to, ClusterMessage message)
    {
        var length = MessageCodec.Write(message, _message);
        if (_lengths[to] + length > ClusterLinks.MaxPayload)
        {
            Flush(to);
        }

        _message.AsSpan(0, length).CopyTo(_payloads[to].AsSpan(_lengths[to]));
        _lengths[to] += length;
    }

    public void Flush()
    {
        for (byte node = 0; node < _lengths.Length; node++)
        {
            Flush(node);
        }
    }

    private void Flush(byte to)
    {
        if (_lengths[to] > 0)
        {
            Transmit!(to, _payloads[to].AsSpan(0, _lengths[to]));
            _lengths[to] = 0;
        }
    }
}
