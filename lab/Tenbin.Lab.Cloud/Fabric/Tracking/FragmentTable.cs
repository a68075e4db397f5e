using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Fabric.Packets;

namespace Tenbin.Lab.Cloud.Fabric.Tracking;

/// <summary>Lends later fragments the ports of their first one, for as long as a receiver would wait for them.</summary>
public sealed class FragmentTable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int Capacity = 4096;
    private readonly Dictionary<(Ip Source, Ip Destination, byte Protocol, uint Id), (ushort Source, ushort Destination, TimeSpan Until)> _first = [];

    /// <summary>The packet with its ports.</summary>
    /// <param name="packet">Any packet.</param>
    /// <param name="now">The fabric's clock.</param>
    public Packet Complete(Packet packet, TimeSpan now)
    {
        var key = (packet.Source, packet.Destination, packet.Protocol, packet.FragmentId);
        if (packet.LaterFragment)
        {
            return _first.TryGetValue(key, out var first) && first.Until > now
                ? packet with { SourcePort = first.Source, DestinationPort = first.Destination }
                : packet;
        }

        if (packet.MoreFragments)
        {
            if (_first.Count >= Capacity)
            {
                _first.Clear();
            }

            _first[key] = (packet.SourcePort, packet.DestinationPort, now + Patience);
        }

        return packet;
    }
}
