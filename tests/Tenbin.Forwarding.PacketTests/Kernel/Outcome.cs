namespace Tenbin.Forwarding.PacketTests.Kernel;

internal enum Verdict
{
    /// <summary>Left to the stack.</summary>
    Pass,
    Drop,

    /// <summary>Sent out of another interface, or by tc out of any.</summary>
    Redirect,

    /// <summary>XDP: sent out of the interface that it came in on.</summary>
    Transmit,
}

/// <summary>What a program did with a frame.</summary>
internal sealed record Outcome(Verdict Verdict, byte[] Frame)
{
    public bool IsSent => Verdict is Verdict.Redirect or Verdict.Transmit;
}
