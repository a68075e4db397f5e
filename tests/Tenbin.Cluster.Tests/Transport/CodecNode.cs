using System.Net;
using System.Text;
using Tenbin.Cluster.Transport;

namespace Tenbin.Cluster.Tests.Transport;

/// <summary>A codec on its own, without sockets, and a clock that the test moves.</summary>
internal sealed class CodecNode : IDisposable
{
    private const int Nodes = 3, Links = 2;
    private readonly KeyFile _keys;
    private readonly byte[] _payload = new byte[FrameLayout.MaxPayload];

    public CodecNode(byte id, KeyFile keys, ulong incarnation, byte oldest = 1, byte newest = 1)
    {
        Id = id;
        _keys = keys;
        Codec = new FrameCodec(
            new TransportSettings
            {
                Self = id,
                Incarnation = incarnation,
                OldestVersion = oldest,
                NewestVersion = newest,
                Members = [.. Enumerable.Range(0, Nodes).Select(node =>
                    new ClusterMember((byte)node, $"n{node}", [.. Enumerable.Repeat(new IPEndPoint(IPAddress.Loopback, 1), Links)]))],
            },
            keys);
    }

    public byte Id { get; }

    public FrameCodec Codec { get; }

    public long Now { get; set; } = 5_000_000_000;

    public void Dispose() => Codec.Dispose();

    public Peer Of(CodecNode other) => Codec.Find(other.Id)!;

    public byte[] Hello(CodecNode to, byte link = 0) => Hello(to, Of(to).Session?.Id ?? default, link);

    public byte[] Hello(CodecNode to, SessionId echo, byte link = 0)
    {
        var frame = new byte[FrameLayout.MaxDatagram];
        return frame[..Codec.SealHello(Of(to), link, echo, frame)];
    }

    /// <summary>The next payload, as it goes over each link.</summary>
    public byte[][] Data(CodecNode to, string payload)
    {
        var session = Of(to).Session ?? ForeignSession(to);
        var sequence = ++Of(to).Sequence;
        return [.. Enumerable.Range(0, Links).Select(link =>
        {
            var frame = new byte[FrameLayout.MaxDatagram];
            return frame[..Codec.SealData(Of(to), session, (byte)link, sequence, Channel.Sessions, Encoding.ASCII.GetBytes(payload), Now, frame)];
        })];
    }

    /// <summary>What a node would send that believes the other's run without a greeting.</summary>
    private PeerSession ForeignSession(CodecNode to)
    {
        var session = new PeerSession(to.Codec.Own, Links);
        session.UseKeys(new KeyRing(_keys), new NodeRun(Id, Codec.Own), to.Id);
        return session;
    }

    public Opened Take(ReadOnlySpan<byte> datagram, int link = 0) => Codec.Open(datagram, link, Now, _payload);

    public string? Payload(ReadOnlySpan<byte> datagram, int link = 0) =>
        Take(datagram, link) is { Verdict: FrameVerdict.Delivered } opened ? Encoding.ASCII.GetString(_payload, 0, opened.Length) : null;

    /// <summary>Greets, and lets both answer until neither has more to say.</summary>
    public void Greet(CodecNode other)
    {
        var (from, to) = (this, other);
        var frame = Hello(other);
        for (var i = 0; i < 10; i++)
        {
            to.Now += 20_000_000;
            if (to.Take(frame).Reply is not { } echo)
            {
                return;
            }

            frame = to.Hello(from, echo);
            (from, to) = (to, from);
        }

        throw new InvalidOperationException("the greeting does not end");
    }
}
