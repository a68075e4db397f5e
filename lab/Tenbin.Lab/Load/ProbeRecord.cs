namespace Tenbin.Lab.Load;

/// <summary>How a prober asks.</summary>
public enum ProbeKind
{
    /// <summary>A datagram, all from one port: one session.</summary>
    Udp,

    /// <summary>A connection of its own with one request.</summary>
    Tcp,
}

/// <summary>One probe, once it was answered or given up.</summary>
/// <param name="Number">From 1, without a hole, in the order in which they were sent.</param>
/// <param name="Sent">When, on the <see cref="LabClock"/>.</param>
/// <param name="Answered">When its answer came; null = none did.</param>
/// <param name="Server">Name of the server that answered, or null.</param>
/// <param name="Error">Why it failed, or null.</param>
public sealed record ProbeRecord(long Number, double Sent, double? Answered, string? Server, string? Error = null);
