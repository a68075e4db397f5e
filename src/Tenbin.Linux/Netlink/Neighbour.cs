using System.Net;

namespace Tenbin.Linux.Netlink;

/// <summary>An entry of the ARP or ND table.</summary>
/// <param name="InterfaceIndex">The interface.</param>
/// <param name="Address">Its IP address.</param>
/// <param name="Mac">Its MAC address; null while unknown.</param>
/// <param name="State">What the kernel knows.</param>
/// <param name="IsManaged">The kernel keeps it resolved by itself (NTF_EXT_MANAGED, Linux 5.16).</param>
public sealed record Neighbour(int InterfaceIndex, IPAddress Address, MacAddress? Mac, NeighbourState State, bool IsManaged)
{
    internal const ushort AttributeAddress = 1, AttributeExtendedFlags = 15;
    internal const byte FlagUse = 1;
    internal const uint ExtendedFlagManaged = 1;
    private const ushort AttributeMac = 2;

    private const NeighbourState Usable = NeighbourState.Reachable | NeighbourState.Stale | NeighbourState.Delay
        | NeighbourState.Probe | NeighbourState.NoArp | NeighbourState.Permanent;

    /// <summary>True when the kernel would send to <see cref="Mac"/> now.</summary>
    public bool IsUsable => Mac is not null && (State & Usable) != 0;

    internal static Neighbour? Parse(NetlinkMessage message)
    {
        if (message.Header.Type != RouteMessage.NewNeighbour || !message.TryRead<NeighbourMessage>(out var fixedPart, out var attributes))
        {
            return null;
        }

        IPAddress? address = null;
        MacAddress? mac = null;
        uint extended = 0;
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case AttributeAddress:
                    address = attributes.Address;
                    break;
                case AttributeMac:
                    mac = attributes.Mac;
                    break;
                case AttributeExtendedFlags:
                    extended = attributes.Number;
                    break;
            }
        }

        // A bridge's forwarding entries come in the same dump and have no IP address.
        return address is null ? null : new Neighbour(fixedPart.Index, address, mac, (NeighbourState)fixedPart.State, (extended & ExtendedFlagManaged) != 0);
    }
}
