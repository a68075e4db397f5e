namespace Tenbin.Director.Api;

/// <summary>Totals. <c>In</c> is client to server; <c>Out</c> is 0 for dsr, whose replies do not pass the director.</summary>
/// <param name="Sessions">Sessions begun.</param>
/// <param name="PacketsIn">Packets in.</param>
/// <param name="BytesIn">Bytes in, layer 3 and up.</param>
/// <param name="PacketsOut">Packets out.</param>
/// <param name="BytesOut">Bytes out, layer 3 and up.</param>
public sealed record TrafficTotals(long Sessions, long PacketsIn, long BytesIn, long PacketsOut, long BytesOut);

/// <summary>The same per second.</summary>
/// <param name="Sessions">New sessions per second.</param>
/// <param name="PacketsIn">Packets in per second.</param>
/// <param name="BytesIn">Bytes in per second.</param>
/// <param name="PacketsOut">Packets out per second.</param>
/// <param name="BytesOut">Bytes out per second.</param>
public sealed record TrafficRates(double Sessions, double PacketsIn, double BytesIn, double PacketsOut, double BytesOut)
{
    /// <summary>No traffic.</summary>
    public static TrafficRates None { get; } = new(0, 0, 0, 0, 0);
}
