using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>Byte for byte.</summary>
internal static class Expect
{
    public static void Sent(Packet expected, Outcome outcome) => Sent(expected.Frame(), outcome);

    public static void Sent(byte[] expected, Outcome outcome)
    {
        Assert.True(outcome.IsSent, $"not sent but {outcome.Verdict}");
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(outcome.Frame));
    }

    public static void Untouched(byte[] frame, Outcome outcome)
    {
        Assert.Equal(Verdict.Pass, outcome.Verdict);
        Assert.Equal(Convert.ToHexString(frame), Convert.ToHexString(outcome.Frame));
    }

    public static void Dropped(Outcome outcome) => Assert.Equal(Verdict.Drop, outcome.Verdict);

    /// <summary>"Fragmentation needed" (RFC 1191) or "packet too big" (RFC 8201); what follows the IP packet is padding.</summary>
    public static void TooBig(Packet packet, uint mtu, Outcome outcome, Hook hook)
    {
        var expected = new IcmpError
        {
            Source = packet.Destination.Address,
            Destination = packet.Source.Address,
            Macs = new Macs(packet.Macs.From, packet.Macs.To),
            Type = packet.IsV6 ? (byte)2 : (byte)3,
            Code = packet.IsV6 ? (byte)0 : (byte)4,
            Rest = mtu,
            // Behind the quote 20 zeros, where a NIC may fill in a checksum (too_big.h).
            Embedded = [.. packet.Layer3()[..(packet.IsV6 ? 88 : 68)], .. new byte[20]],
            Ip = new IpFields { TrafficClass = 0, Id = 0, FlowLabel = 0, DontFragment = false },
        }.Frame();
        Assert.Equal(hook == Hook.Xdp ? Verdict.Transmit : Verdict.Redirect, outcome.Verdict);
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(outcome.Frame.AsSpan(0, Math.Min(expected.Length, outcome.Frame.Length))));
    }
}
