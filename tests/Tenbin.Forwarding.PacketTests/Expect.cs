using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;

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
}
