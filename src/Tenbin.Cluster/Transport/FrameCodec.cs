using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Tenbin.Cluster.Transport;

/// <summary>
/// Turns payloads into datagrams and back, and keeps what that needs: this node's run, its peers' runs, the keys. No I/O, no
/// clock. Not for several threads at once.
/// </summary>
internal sealed partial class FrameCodec : IDisposable
{
    private readonly byte _self;
    private readonly int _links;
    private readonly byte _oldest, _newest;
    private readonly Peer?[] _peers = new Peer?[256];
    private KeyRing _keys;
    private int _raises;

    public FrameCodec(TransportSettings settings, KeyFile keys)
    {
        _self = settings.Self;
        _oldest = settings.OldestVersion;
        _newest = settings.NewestVersion;
        _links = settings.Members[0].Links.Length;
        Peers = [.. settings.Members.Where(member => member.Id != _self).Select(member => new Peer(member.Id, _links))];
        foreach (var peer in Peers)
        {
            _peers[peer.Id] = peer;
        }

        _keys = new KeyRing(keys);
        Own = SessionId.Start(settings.Incarnation);
    }

    public ImmutableArray<Peer> Peers { get; }

    /// <summary>This node's present run.</summary>
    public SessionId Own { get; private set; }

    /// <summary>The newest protocol version that every member speaks; of a member not heard yet the oldest is assumed.</summary>
    public byte AgreedVersion
    {
        get
        {
            var agreed = _newest;
            foreach (var peer in Peers)
            {
                agreed = Math.Min(agreed, peer.Session is null ? _oldest : peer.NewestVersion);
            }

            return agreed;
        }
    }

    /// <summary>The start of the datagram is that of a frame of this version.</summary>
    public static bool IsOurs(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= FrameLayout.Session
        && BinaryPrimitives.ReadUInt16BigEndian(datagram) == FrameLayout.Magic
        && datagram[FrameLayout.VersionAt] == FrameLayout.Version;

    public Peer? Find(byte id) => _peers[id];

    /// <summary>Takes another key file: what goes out next is sealed with its active key.</summary>
    public void UseKeys(KeyFile file)
    {
        _keys = new KeyRing(file);
        foreach (var peer in Peers)
        {
            peer.Session?.UseKeys(_keys, new NodeRun(_self, Own), peer.Id);
        }
    }

    /// <summary>Judges a datagram that came over <paramref name="link"/>.</summary>
    /// <param name="datagram">As received.</param>
    /// <param name="link">Where it came in.</param>
    /// <param name="now">Boot clock, nanoseconds.</param>
    /// <param name="payload">Takes the payload; <see cref="FrameLayout.MaxPayload"/> bytes.</param>
    public Opened Open(ReadOnlySpan<byte> datagram, int link, long now, Span<byte> payload)
    {
        if (Refuse(datagram, link) is { } reason)
        {
            return new Opened(reason);
        }

        var peer = _peers[datagram[FrameLayout.Sender]]!;
        return datagram[FrameLayout.Kind] == FrameLayout.HelloKind
            ? OpenHello(datagram, peer, link, now)
            : OpenData(datagram, peer, link, now, payload);
    }

    public void Dispose()
    {
        foreach (var peer in Peers)
        {
            peer.Forget();
        }
    }

    /// <summary>What can be seen without a key.</summary>
    private FrameVerdict? Refuse(ReadOnlySpan<byte> datagram, int link)
    {
        if (datagram.Length < FrameLayout.Session)
        {
            return FrameVerdict.TooShort;
        }

        if (!IsOurs(datagram))
        {
            return BinaryPrimitives.ReadUInt16BigEndian(datagram) == FrameLayout.Magic ? FrameVerdict.WrongVersion : FrameVerdict.WrongMagic;
        }

        (int Shortest, int Longest) lengths = datagram[FrameLayout.Kind] switch
        {
            FrameLayout.HelloKind => (FrameLayout.HelloLength, FrameLayout.HelloLength),
            FrameLayout.DataKind => (FrameLayout.DataOverhead + 1, FrameLayout.MaxDatagram),
            _ => default,
        };
        if (lengths == default)
        {
            return FrameVerdict.WrongVersion;
        }

        if (datagram.Length < lengths.Shortest || datagram.Length > lengths.Longest)
        {
            return datagram.Length < lengths.Shortest ? FrameVerdict.TooShort : FrameVerdict.TooLong;
        }

        if (datagram[FrameLayout.Sender] == _self)
        {
            return FrameVerdict.FromOurselves;
        }

        if (_peers[datagram[FrameLayout.Sender]] is null)
        {
            return FrameVerdict.UnknownSender;
        }

        if (datagram[FrameLayout.Receiver] != _self || datagram[FrameLayout.Link] != link)
        {
            return FrameVerdict.Misdirected;
        }

        return _keys.Knows(datagram[FrameLayout.KeyId]) ? null : FrameVerdict.UnknownKey;
    }
}
