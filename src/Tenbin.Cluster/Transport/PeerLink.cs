using System.Net.Sockets;

namespace Tenbin.Cluster.Transport;

/// <summary>One link to one peer: its figures, over all of the peer's runs. Times are on the boot clock, in nanoseconds.</summary>
internal sealed class PeerLink
{
    private const long Longest = 60_000_000_000;
    private const uint NoEcho = uint.MaxValue;
    private const int Smoothing = 8; // RFC 6298's alpha

    private uint _stamp;
    private long? _stampReceived;

    public long Sent { get; set; }

    public long SendErrors { get; private set; }

    public SocketError LastError { get; private set; }

    public long? LastErrorLogged { get; set; }

    public long Received { get; private set; }

    public long Duplicates { get; set; }

    public long LostBefore { get; set; }

    public long? LastHeard { get; private set; }

    public long? RoundTrip { get; private set; }

    public double RoundTripAverage { get; private set; }

    public long? LastGreeting { get; set; }

    public long? LastReply { get; set; }

    public void Failed(SocketError error)
    {
        SendErrors++;
        LastError = error;
    }

    /// <summary>What this node tells the peer so that it can measure: own stamp, the peer's last, how long it was held (all in microseconds).</summary>
    public (uint Stamp, uint Echo, uint Held) StampsToSend(long now)
    {
        var held = now - _stampReceived;
        return (Microseconds(now), _stamp, held is >= 0 and < Longest ? (uint)(held.Value / 1_000) : NoEcho);
    }

    /// <summary>Notes an authentic frame and the stamps in it.</summary>
    public void Heard(long now, uint stamp, uint echo, uint held)
    {
        Received++;
        LastHeard = now;
        _stamp = stamp;
        _stampReceived = now;
        var trip = (long)unchecked(Microseconds(now) - echo - held) * 1_000;
        if (held != NoEcho && trip < Longest)
        {
            RoundTripAverage = RoundTrip is null ? trip : RoundTripAverage + (trip - RoundTripAverage) / Smoothing;
            RoundTrip = trip;
        }
    }

    private static uint Microseconds(long now) => unchecked((uint)(now / 1_000));
}
