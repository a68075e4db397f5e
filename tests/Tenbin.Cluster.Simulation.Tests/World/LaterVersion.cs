using System.Buffers.Binary;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Messages;

namespace Tenbin.Cluster.Simulation.World;

/// <summary>
/// Payloads of a version that is still to come: messages of a kind that this one does not know, and fields and flags at every
/// place where a version may add some.
/// </summary>
internal static class LaterVersion
{
    private const int Header = 3, BeforeClaims = Header + 22, MostAdded = 24;

    public static byte[] Write(ClusterMessage message, Chance chance)
    {
        Span<byte> space = stackalloc byte[256];
        var plain = space[..MessageCodec.Write(message, space)];
        return [.. Unknown(chance), .. Longer(plain, message, chance), .. Unknown(chance)];
    }

    private static byte[] Unknown(Chance chance) =>
        WithLength([(byte)chance.Between(7, 255), 0, 0, .. Random(chance)]);

    private static byte[] Longer(ReadOnlySpan<byte> plain, ClusterMessage message, Chance chance)
    {
        List<byte> longer = [.. plain];
        if (message is Beat beat)
        {
            var (claim, added) = (longer[BeforeClaims], Random(chance));
            longer[BeforeClaims] += (byte)added.Length;
            for (var group = beat.Claims.Length - 1; group >= 0; group--)
            {
                longer[BeforeClaims + 1 + (group * claim)] |= 0xF0;
                longer.InsertRange(BeforeClaims + 1 + ((group + 1) * claim), added);
            }
        }

        if (message is Beat or VoteRequest or VoteReply)
        {
            longer[Header] |= 0xF8;
        }

        longer.AddRange(Random(chance));
        return WithLength([.. longer]);
    }

    private static byte[] Random(Chance chance) => [.. Enumerable.Range(0, chance.Below(MostAdded)).Select(_ => (byte)chance.Bits())];

    private static byte[] WithLength(byte[] message)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(1), (ushort)(message.Length - Header));
        return message;
    }
}
