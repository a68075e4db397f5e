using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tenbin.Cluster.Transport;

/// <summary>One run of a node's daemon.</summary>
/// <param name="Incarnation">Larger at each start; the larger one is the living one.</param>
/// <param name="Challenge">Random: an echo of it is younger than the run; and no two runs ever derive the same key.</param>
internal readonly record struct SessionId(ulong Incarnation, ulong Challenge)
{
    public const int Length = 16;

    public static SessionId Start(ulong incarnation)
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        return new SessionId(incarnation, BinaryPrimitives.ReadUInt64BigEndian(random));
    }

    public static SessionId Read(ReadOnlySpan<byte> from) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(from), BinaryPrimitives.ReadUInt64BigEndian(from[8..]));

    /// <summary>This run must give way to the other, or is it.</summary>
    public bool IsOlderThan(SessionId other) =>
        Incarnation < other.Incarnation || (Incarnation == other.Incarnation && Challenge != other.Challenge);

    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64BigEndian(to, Incarnation);
        BinaryPrimitives.WriteUInt64BigEndian(to[8..], Challenge);
    }
}
