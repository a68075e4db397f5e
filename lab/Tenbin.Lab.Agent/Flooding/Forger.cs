using System.Buffers.Binary;
using Tenbin.Lab.Load;

namespace Tenbin.Lab.Agent.Flooding;

/// <summary>Makes hostile datagrams out of real ones. Where things stand in them: docs/design/032-transport.md.</summary>
internal sealed class Forger(Random random)
{
    private const int KeyId = 4, Sender = 5, Link = 7, Sequence = 24, Header = 32;
    private const int Longest = 1400;

    /// <summary>Writes one, and returns its length.</summary>
    public int Make(Forgery kind, Overheard real, Span<byte> to)
    {
        if (kind == Forgery.Random)
        {
            var noise = to[..random.Next(Longest)];
            random.NextBytes(noise);
            return noise.Length;
        }

        real.Payload.CopyTo(to);
        var datagram = to[..real.Payload.Length];
        switch (kind)
        {
            case Forgery.Truncated:
                return random.Next(datagram.Length);
            case Forgery.Flipped:
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                {
                    datagram[random.Next(datagram.Length)] ^= (byte)(1 << random.Next(8));
                }

                break;
            case Forgery.Misdirected when real.IsOutgoing:
                datagram[random.Next(Sender, Link + 1)] ^= (byte)random.Next(1, 256);
                break;
            case Forgery.WrongKey when datagram.Length > Header:
                datagram[KeyId] += (byte)random.Next(2);
                BinaryPrimitives.WriteUInt64BigEndian(
                    datagram[Sequence..], BinaryPrimitives.ReadUInt64BigEndian(datagram[Sequence..]) + (ulong)random.Next(1, 1_000_000));
                random.NextBytes(datagram[Header..]);
                break;
        }

        return datagram.Length;
    }
}
