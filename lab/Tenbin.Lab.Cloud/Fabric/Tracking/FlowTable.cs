using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Fabric.Packets;

namespace Tenbin.Lab.Cloud.Fabric.Tracking;

/// <summary>
/// Connections that an interface's security groups let through, so that replies pass without a rule. Idle ones are
/// forgotten after the times that the EC2 User Guide names ("Idle connection tracking timeout").
/// </summary>
public sealed class FlowTable
{
    private static readonly TimeSpan TcpEstablished = TimeSpan.FromSeconds(432_000), UdpSingle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UdpStream = TimeSpan.FromSeconds(180), Other = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromSeconds(30);
    private readonly Dictionary<Flow, Entry> _flows = [];
    private TimeSpan _sweepAt = BetweenSweeps;

    public int Count => _flows.Count;

    /// <summary>Remembers the connection that this packet belongs to, or that it lives on.</summary>
    /// <param name="port">The interface whose rules let it pass.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="outgoing">Whether the interface sends it.</param>
    /// <param name="now">The fabric's clock.</param>
    public void Track(int port, Packet packet, bool outgoing, TimeSpan now)
    {
        Sweep(now);
        var flow = Flow.Of(port, packet, outgoing);
        _flows[flow] = _flows.TryGetValue(flow, out var known) && known.Until > now
            ? known.Seen(outgoing, flow, now)
            : new Entry(outgoing, Both: false, now).Seen(outgoing, flow, now);
    }

    /// <summary>Whether the packet belongs to a connection that is remembered; if so, it lives on.</summary>
    public bool IsTracked(int port, Packet packet, bool outgoing, TimeSpan now)
    {
        var flow = Flow.Of(port, packet, outgoing);
        if (!_flows.TryGetValue(flow, out var known) || known.Until <= now)
        {
            return false;
        }

        _flows[flow] = known.Seen(outgoing, flow, now);
        return true;
    }

    private void Sweep(TimeSpan now)
    {
        if (now < _sweepAt)
        {
            return;
        }

        _sweepAt = now + BetweenSweeps;
        foreach (var (flow, entry) in _flows)
        {
            if (entry.Until <= now)
            {
                _flows.Remove(flow);
            }
        }
    }

    private readonly record struct Flow(int Port, byte Protocol, Ip Local, ushort LocalPort, Ip Remote, ushort RemotePort)
    {
        public static Flow Of(int port, Packet packet, bool outgoing) => outgoing
            ? new(port, packet.Protocol, packet.Source, packet.SourcePort, packet.Destination, packet.DestinationPort)
            : new(port, packet.Protocol, packet.Destination, packet.DestinationPort, packet.Source, packet.SourcePort);
    }

    /// <param name="Opened">Which side began it.</param>
    /// <param name="Both">Packets went both ways.</param>
    /// <param name="Until">When it is forgotten.</param>
    private readonly record struct Entry(bool Opened, bool Both, TimeSpan Until)
    {
        public Entry Seen(bool outgoing, Flow flow, TimeSpan now)
        {
            var both = Both || outgoing != Opened;
            return this with
            {
                Both = both,
                Until = now + flow.Protocol switch
                {
                    Packet.Tcp => TcpEstablished,
                    Packet.Udp => both ? UdpStream : UdpSingle,
                    _ => Other,
                },
            };
        }
    }
}
