using System.Buffers.Binary;
using Tenbin.Cluster.Core;
using Tenbin.Model.Configuration;

namespace Tenbin.Cluster.Messages;

/// <summary>
/// What nodes say to each other, as bytes: a kind (1 byte), the length of what follows (2), then the fields in the order of
/// the records, numbers little-endian, flags as bits of one byte. A payload holds one message after the other. A later version
/// may add kinds, flags, and fields at the end of a message or of a claim: who does not know them skips them.
/// </summary>
internal static class MessageCodec
{
    /// <summary>The longest lease that makes sense, nanoseconds: an hour.</summary>
    private const long LongestDuration = 3_600_000_000_000;

    /// <summary>Bytes of a group's claim in this version.</summary>
    private const byte ClaimLength = 22;

    /// <summary>Bytes before a message's fields.</summary>
    private const int Header = 3;

    private const byte BeatKind = 1, RequestKind = 2, ReplyKind = 3, ReleasedKind = 4, HandoverKind = 5, WishKind = 6, PrepareKind = 7, PreparedKind = 8,
        LastKind = PreparedKind;

    /// <summary>Writes a message.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(ClusterMessage message, Span<byte> space)
    {
        var writer = new MessageWriter(space);
        writer.Byte(KindOf(message));
        var length = writer.Reserve(sizeof(ushort));
        switch (message)
        {
            case Beat beat:
                Write(ref writer, beat);
                break;
            case VoteRequest request:
                Write(ref writer, request);
                break;
            case VoteReply reply:
                Write(ref writer, reply);
                break;
            case Released released:
                Write(ref writer, released.Group, released.Epoch, released.Holder);
                break;
            case Handover handover:
                Write(ref writer, handover.Group, handover.Epoch, handover.Holder);
                break;
            case Wish wish:
                writer.Byte((byte)wish.Group);
                break;
            case Prepare prepare:
                Write(ref writer, prepare.Group, prepare.Epoch);
                break;
            case Prepared prepared:
                Write(ref writer, prepared.Group, prepared.Epoch);
                break;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)(writer.Length - Header));
        return writer.Length;
    }

    /// <summary>Reads all messages of a payload.</summary>
    /// <param name="payload">What a peer sent.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="nodes">Number of nodes.</param>
    /// <returns>
    /// Null when any part of it is wrong: then nothing of it counts. What is about a group or node that this node's file does
    /// not have is left out: the peer has another file, and the rest of what it says still tells that it lives. So is a kind
    /// of a later version.
    /// </returns>
    public static List<ClusterMessage>? Read(ReadOnlySpan<byte> payload, int groups, int nodes)
    {
        var reader = new MessageReader(payload);
        List<ClusterMessage> messages = [];
        while (!reader.IsAtEnd)
        {
            var (kind, length) = (reader.Byte(), reader.Short());
            var fields = reader.Part(length);
            if (reader.IsShort || kind == 0)
            {
                return null;
            }

            if (kind > LastKind)
            {
                continue;
            }

            var message = Read(kind, ref fields);
            if (message is null || fields.IsShort || !IsSane(message))
            {
                return null;
            }

            if (IsOurs(message, groups, nodes))
            {
                messages.Add(message);
            }
        }

        return messages;
    }

    private static byte KindOf(ClusterMessage message) => message switch
    {
        Beat => BeatKind,
        VoteRequest => RequestKind,
        VoteReply => ReplyKind,
        Released => ReleasedKind,
        Handover => HandoverKind,
        Prepare => PrepareKind,
        Prepared => PreparedKind,
        _ => WishKind,
    };

    private static ClusterMessage? Read(byte kind, ref MessageReader reader) => kind switch
    {
        BeatKind => ReadBeat(ref reader),
        RequestKind => ReadRequest(ref reader),
        ReplyKind => ReadReply(ref reader),
        ReleasedKind => new Released(reader.Byte(), reader.Long(), ReadHolder(ref reader)),
        HandoverKind => new Handover(reader.Byte(), reader.Long(), ReadHolder(ref reader)),
        PrepareKind => new Prepare(reader.Byte(), reader.Long()),
        PreparedKind => new Prepared(reader.Byte(), reader.Long()),
        _ => new Wish(reader.Byte()),
    };

    private static bool IsSane(ClusterMessage message) => message switch
    {
        VoteRequest request => request.SentAt >= 0 && request.Duration is > 0 and <= LongestDuration,
        VoteReply reply => reply.SentAt >= 0 && reply.Duration is > 0 and <= LongestDuration,
        _ => true,
    };

    private static bool IsOurs(ClusterMessage message, int groups, int nodes) => message switch
    {
        VoteRequest request => request.Group < groups && request.Candidate.Node < nodes
            && (request.Handed is not { } handed || handed.By.Node < nodes),
        VoteReply reply => reply.Group < groups,
        Released released => released.Group < groups && released.Holder.Node < nodes,
        Handover handover => handover.Group < groups && handover.Holder.Node < nodes,
        Wish wish => wish.Group < groups,
        Prepare prepare => prepare.Group < groups,
        Prepared prepared => prepared.Group < groups,
        _ => true,
    };

    private static void Write(ref MessageWriter writer, Beat beat)
    {
        writer.Byte(Flags(beat.Maintenance));
        writer.Long(beat.Tenure);
        writer.Word(beat.MaintenanceVersion);
        writer.Long(beat.Fingerprint);
        writer.Byte((byte)beat.Claims.Length);
        writer.Byte(ClaimLength);
        foreach (var claim in beat.Claims)
        {
            writer.Byte(Flags(claim.IsHolder, claim.IsReluctant, claim.IsReady, claim.IsContested));
            writer.Byte(claim.Fitness);
            writer.Long(claim.Epoch);
            writer.Word(claim.Sessions);
            writer.Long(claim.RegisterCounter);
        }
    }

    private static Beat? ReadBeat(ref MessageReader reader)
    {
        var (flags, tenure, version, fingerprint) = (reader.Byte(), reader.Long(), reader.Word(), reader.Long());
        var (count, length) = (reader.Byte(), reader.Byte());
        if (count > ClusterSettings.MaxGroups)
        {
            return null;
        }

        var claims = new GroupClaim[count];
        for (var group = 0; group < count; group++)
        {
            var claim = reader.Part(length);
            var (bits, fitness, epoch, sessions, counter) = (claim.Byte(), claim.Byte(), claim.Long(), claim.Word(), claim.Long());
            if (claim.IsShort)
            {
                return null;
            }

            claims[group] = new GroupClaim(epoch, Has(bits, 0), fitness, Has(bits, 1), Has(bits, 2), sessions, Has(bits, 3), counter);
        }

        return new Beat(tenure, Has(flags, 0), version, fingerprint, claims);
    }

    private static void Write(ref MessageWriter writer, VoteRequest request)
    {
        writer.Byte(Flags(request.IsPreVote, request.Handed is not null));
        Write(ref writer, request.Group, request.Epoch, request.Candidate);
        writer.Long((ulong)request.SentAt);
        writer.Long((ulong)request.Duration);
        writer.Long(request.VoterSet);
        if (request.Handed is { } handed)
        {
            writer.Long(handed.Epoch);
            Write(ref writer, handed.By);
        }
    }

    private static VoteRequest ReadRequest(ref MessageReader reader)
    {
        var (flags, group, epoch, candidate) = (reader.Byte(), reader.Byte(), reader.Long(), ReadHolder(ref reader));
        var (sentAt, duration, voters) = ((long)reader.Long(), (long)reader.Long(), reader.Long());
        return new VoteRequest(group, epoch, candidate, sentAt, duration, voters)
        {
            IsPreVote = Has(flags, 0),
            Handed = Has(flags, 1) ? ReadHanded(ref reader) : null,
        };
    }

    private static Handed ReadHanded(ref MessageReader reader)
    {
        var epoch = reader.Long();
        return new Handed(ReadHolder(ref reader), epoch);
    }

    private static void Write(ref MessageWriter writer, VoteReply reply)
    {
        writer.Byte(Flags(reply.IsGranted, reply.IsPreVote, reply.IsFree));
        writer.Byte((byte)reply.Group);
        writer.Long(reply.Epoch);
        writer.Long((ulong)reply.SentAt);
        writer.Long((ulong)reply.Duration);
        writer.Long(reply.Known);
        writer.Long(reply.Tenure);
    }

    private static VoteReply ReadReply(ref MessageReader reader)
    {
        var (flags, group, epoch, sentAt) = (reader.Byte(), reader.Byte(), reader.Long(), (long)reader.Long());
        var (duration, known, tenure) = ((long)reader.Long(), reader.Long(), reader.Long());
        return new VoteReply(group, epoch, sentAt, duration, Has(flags, 0), Has(flags, 1), known, Has(flags, 2), tenure);
    }

    private static void Write(ref MessageWriter writer, int group, ulong epoch)
    {
        writer.Byte((byte)group);
        writer.Long(epoch);
    }

    private static void Write(ref MessageWriter writer, int group, ulong epoch, Holder holder)
    {
        writer.Byte((byte)group);
        writer.Long(epoch);
        Write(ref writer, holder);
    }

    private static void Write(ref MessageWriter writer, Holder holder)
    {
        writer.Byte(holder.Node);
        writer.Long(holder.Tenure);
    }

    private static Holder ReadHolder(ref MessageReader reader) => new(reader.Byte(), reader.Long());

    private static byte Flags(params ReadOnlySpan<bool> bits)
    {
        byte flags = 0;
        for (var bit = 0; bit < bits.Length; bit++)
        {
            flags |= (byte)(bits[bit] ? 1 << bit : 0);
        }

        return flags;
    }

    private static bool Has(byte flags, int bit) => (flags & (1 << bit)) != 0;
}
