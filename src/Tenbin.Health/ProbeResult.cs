namespace Tenbin.Health;

/// <summary>What one probe found.</summary>
/// <param name="Fault">Why the server is unfit, as a clause for people; null = it is fit.</param>
/// <param name="Latency">From the start of the probe to its end.</param>
public readonly record struct ProbeResult(string? Fault, TimeSpan Latency)
{
    /// <summary>True when the server is fit.</summary>
    public bool IsUp => Fault is null;

    /// <summary>The server is fit.</summary>
    public static ProbeResult Up(TimeSpan latency) => new(null, latency);

    /// <summary>The server is unfit because of <paramref name="fault"/>.</summary>
    public static ProbeResult Down(string fault, TimeSpan latency) => new(fault, latency);
}
