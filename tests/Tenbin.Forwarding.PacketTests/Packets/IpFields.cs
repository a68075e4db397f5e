namespace Tenbin.Forwarding.PacketTests.Packets;

/// <summary>What an IP header says besides addresses and protocol.</summary>
internal sealed record IpFields
{
    public byte Ttl { get; init; } = 64;

    /// <summary>DSCP and ECN: must come through unchanged.</summary>
    public byte TrafficClass { get; init; } = 0x29;

    public uint Id { get; init; } = 0x4321;

    /// <summary>IPv6.</summary>
    public uint FlowLabel { get; init; } = 0x5a5a5;

    public bool DontFragment { get; init; } = true;

    /// <summary>IPv4: padded to whole words by the caller.</summary>
    public byte[] Options { get; init; } = [];

    /// <summary>IPv6: headers before the fragment header or the payload.</summary>
    public ExtensionHeader[] Extensions { get; init; } = [];

    /// <summary>Bytes; null when the packet is whole.</summary>
    public int? FragmentOffset { get; init; }

    public bool MoreFragments { get; init; }
}

/// <summary>An IPv6 extension header of whole 8-byte units (RFC 8200 §4).</summary>
internal sealed record ExtensionHeader(byte Type, int Units = 1)
{
    public const byte HopByHop = 0, Routing = 43, Fragment = 44, DestinationOptions = 60;
}
