using System.Security.Cryptography;

namespace Tenbin.Cluster.Transport;

/// <content>
/// Hello: who I am in this run, and whom I take you for. A run of a peer is confirmed once it has echoed this node's own run,
/// whose challenge nobody could know before this daemon started: so nothing that was recorded earlier is ever believed.
/// </content>
internal sealed partial class FrameCodec
{
    private const long BetweenReplies = 10_000_000;

    /// <summary>Writes a hello.</summary>
    /// <param name="peer">Receiver.</param>
    /// <param name="link">Link that it goes over.</param>
    /// <param name="echo">The receiver's run as known here; default = none.</param>
    /// <param name="datagram">Takes the frame; <see cref="FrameLayout.HelloLength"/> bytes.</param>
    /// <returns>Its length.</returns>
    public int SealHello(Peer peer, byte link, SessionId echo, Span<byte> datagram)
    {
        var frame = datagram[..FrameLayout.HelloLength];
        FrameLayout.WriteStart(frame, FrameLayout.HelloKind, _keys.ActiveId, _self, peer.Id, link);
        Own.Write(frame[FrameLayout.Session..]);
        echo.Write(frame[FrameLayout.Echo..]);
        frame[FrameLayout.OldestVersion] = _oldest;
        frame[FrameLayout.NewestVersion] = _newest;
        HelloTag(frame, frame[FrameLayout.HelloTag..]);
        return frame.Length;
    }

    private Opened OpenHello(ReadOnlySpan<byte> datagram, Peer peer, int link, long now)
    {
        Span<byte> tag = stackalloc byte[FrameLayout.Tag];
        HelloTag(datagram, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, datagram[FrameLayout.HelloTag..]))
        {
            return new Opened(FrameVerdict.BadTag);
        }

        var (oldest, newest) = (datagram[FrameLayout.OldestVersion], datagram[FrameLayout.NewestVersion]);
        if (oldest > _newest || newest < _oldest)
        {
            return new Opened(FrameVerdict.VersionsApart) { Peer = peer };
        }

        var theirs = SessionId.Read(datagram[FrameLayout.Session..]);
        var echo = SessionId.Read(datagram[FrameLayout.Echo..]);
        var what = Own.IsOlderThan(echo) ? Raise(echo.Incarnation) : TransportEvent.None;
        if (peer.Session is { } known && theirs.IsOlderThan(known.Id))
        {
            return new Opened(FrameVerdict.OldIncarnation) { Peer = peer, Reply = Reply(peer.Links[link], now, known.Id), Event = what };
        }

        if (echo != Own)
        {
            return new Opened(FrameVerdict.Hello) { Peer = peer, Reply = Reply(peer.Links[link], now, theirs), Event = what };
        }

        if (peer.Session?.Id == theirs)
        {
            return new Opened(FrameVerdict.Hello) { Peer = peer };
        }

        var session = new PeerSession(theirs, _links);
        session.UseKeys(_keys, new NodeRun(_self, Own), peer.Id);
        peer.Confirm(session, oldest, newest);
        return new Opened(FrameVerdict.Hello) { Peer = peer, Reply = theirs, Event = TransportEvent.PeerConfirmed };
    }

    /// <summary>A recorded hello may come again and again: answers are few.</summary>
    private static SessionId? Reply(PeerLink link, long now, SessionId echo)
    {
        if (now - link.LastReply < BetweenReplies)
        {
            return null;
        }

        link.LastReply = now;
        return echo;
    }

    /// <summary>
    /// A peer knows this node under a later run: the wall clock went back, or another machine has the same id. Goes above it,
    /// at most once for each peer: two machines must not outbid each other for ever.
    /// </summary>
    private TransportEvent Raise(ulong above)
    {
        if (_raises >= Peers.Length || above == ulong.MaxValue)
        {
            return TransportEvent.IdContested;
        }

        _raises++;
        Own = SessionId.Start(above + 1);
        foreach (var peer in Peers)
        {
            peer.Forget();
        }

        return TransportEvent.IncarnationRaised;
    }

    private void HelloTag(ReadOnlySpan<byte> frame, Span<byte> tag)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_keys.HelloKey(frame[FrameLayout.KeyId]), frame[..FrameLayout.HelloTag], whole);
        whole[..FrameLayout.Tag].CopyTo(tag);
    }
}
