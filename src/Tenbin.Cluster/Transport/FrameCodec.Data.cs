using System.Buffers.Binary;

namespace Tenbin.Cluster.Transport;

/// <content>Data: encrypted, with a payload, between confirmed runs.</content>
internal sealed partial class FrameCodec
{
    /// <summary>Writes a data frame.</summary>
    /// <param name="peer">Receiver.</param>
    /// <param name="session">Its confirmed run.</param>
    /// <param name="link">Link that it goes over; once for each sequence number.</param>
    /// <param name="sequence">Never used before to this peer on this link.</param>
    /// <param name="channel">What the payload is part of.</param>
    /// <param name="payload">1 to <see cref="FrameLayout.MaxPayload"/> bytes.</param>
    /// <param name="now">Boot clock, nanoseconds.</param>
    /// <param name="datagram">Takes the frame; <see cref="FrameLayout.MaxDatagram"/> bytes.</param>
    /// <returns>Its length.</returns>
    public int SealData(
        Peer peer, PeerSession session, byte link, ulong sequence, Channel channel, ReadOnlySpan<byte> payload, long now, Span<byte> datagram)
    {
        Span<byte> plain = stackalloc byte[FrameLayout.Preface + payload.Length];
        var (stamp, echo, held) = peer.Links[link].StampsToSend(now);
        BinaryPrimitives.WriteUInt32BigEndian(plain[FrameLayout.Stamp..], stamp);
        BinaryPrimitives.WriteUInt32BigEndian(plain[FrameLayout.StampEcho..], echo);
        BinaryPrimitives.WriteUInt32BigEndian(plain[FrameLayout.Held..], held);
        plain[FrameLayout.PayloadChannel] = (byte)channel;
        payload.CopyTo(plain[FrameLayout.Preface..]);

        var frame = datagram[..(FrameLayout.DataOverhead + payload.Length)];
        FrameLayout.WriteStart(frame, FrameLayout.DataKind, _keys.ActiveId, _self, peer.Id, link);
        BinaryPrimitives.WriteUInt64BigEndian(frame[FrameLayout.Session..], Own.Incarnation);
        BinaryPrimitives.WriteUInt64BigEndian(frame[FrameLayout.ReceiverSession..], session.Id.Incarnation);
        BinaryPrimitives.WriteUInt64BigEndian(frame[FrameLayout.Sequence..], sequence);
        session.Sending!.Seal(frame, plain);
        return frame.Length;
    }

    private Opened OpenData(ReadOnlySpan<byte> datagram, Peer peer, int link, long now, Span<byte> payload)
    {
        var incarnation = BinaryPrimitives.ReadUInt64BigEndian(datagram[FrameLayout.Session..]);
        if (peer.Session is not { } session || incarnation > session.Id.Incarnation)
        {
            return new Opened(FrameVerdict.Unconfirmed);
        }

        if (incarnation < session.Id.Incarnation
            || BinaryPrimitives.ReadUInt64BigEndian(datagram[FrameLayout.ReceiverSession..]) != Own.Incarnation)
        {
            return new Opened(FrameVerdict.OldIncarnation);
        }

        var sequence = BinaryPrimitives.ReadUInt64BigEndian(datagram[FrameLayout.Sequence..]);
        if (!session.IsNew(link, sequence))
        {
            return new Opened(FrameVerdict.Replayed);
        }

        Span<byte> buffer = stackalloc byte[FrameLayout.MaxPlain];
        var plain = buffer[..(datagram.Length - FrameLayout.Header - FrameLayout.Tag)];
        if (!session.Receiving!.TryOpen(datagram, plain))
        {
            return new Opened(FrameVerdict.BadTag);
        }

        peer.Links[link].Heard(
            now,
            BinaryPrimitives.ReadUInt32BigEndian(plain[FrameLayout.Stamp..]),
            BinaryPrimitives.ReadUInt32BigEndian(plain[FrameLayout.StampEcho..]),
            BinaryPrimitives.ReadUInt32BigEndian(plain[FrameLayout.Held..]));
        if (!session.Accept(link, sequence))
        {
            peer.Links[link].Duplicates++;
            return new Opened(FrameVerdict.Duplicate) { Peer = peer };
        }

        plain[FrameLayout.Preface..].CopyTo(payload);
        return new Opened(FrameVerdict.Delivered)
        {
            Peer = peer,
            Channel = (Channel)plain[FrameLayout.PayloadChannel],
            Length = plain.Length - FrameLayout.Preface,
        };
    }
}
