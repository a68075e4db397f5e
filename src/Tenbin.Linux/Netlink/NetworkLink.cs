namespace Tenbin.Linux.Netlink;

/// <summary>A network interface.</summary>
public sealed record NetworkLink
{
    private const ushort AttributeMac = 1, AttributeName = 3, AttributeMtu = 4, AttributeLower = 5, AttributeMaster = 10, AttributeInfo = 18, AttributeXdp = 43;
    private const ushort InfoKind = 1, XdpProgram = 4;
    private const uint FlagUp = 1, FlagLoopback = 8, FlagRunning = 0x40;

    /// <summary>Index in its network namespace.</summary>
    public required int Index { get; init; }

    /// <summary>Name, e.g. <c>eth0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>MAC address; null when it has none (<c>lo</c>, tunnels).</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>Largest layer-3 packet, bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>Switched on (IFF_UP).</summary>
    public bool IsUp { get; init; }

    /// <summary>Up and with carrier (IFF_RUNNING).</summary>
    public bool IsRunning { get; init; }

    /// <summary>The loopback interface.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>Index of the bridge, bond or team that it is a port of; null when none.</summary>
    public int? MasterIndex { get; init; }

    /// <summary>Index of what it sits on (vlan, macvlan) or of its peer (veth; maybe in another namespace); null when none.</summary>
    public int? LowerIndex { get; init; }

    /// <summary>ARPHRD number: 1 Ethernet, 772 loopback, 65534 none.</summary>
    public int HardwareType { get; init; }

    /// <summary>Driver kind of a virtual interface, e.g. <c>veth</c>, <c>bridge</c>, <c>vlan</c>; null for hardware.</summary>
    public string? Kind { get; init; }

    /// <summary>Id of its XDP program; null when none.</summary>
    public uint? XdpProgramId { get; init; }

    internal static NetworkLink? Parse(NetlinkMessage message)
    {
        if (message.Header.Type != RouteMessage.NewLink || !message.TryRead<LinkMessage>(out var fixedPart, out var attributes))
        {
            return null;
        }

        var link = new NetworkLink
        {
            Index = fixedPart.Index,
            Name = "",
            HardwareType = fixedPart.Type,
            IsUp = (fixedPart.Flags & FlagUp) != 0,
            IsRunning = (fixedPart.Flags & FlagRunning) != 0,
            IsLoopback = (fixedPart.Flags & FlagLoopback) != 0,
        };
        while (attributes.MoveNext())
        {
            link = attributes.Type switch
            {
                AttributeMac => link with { Mac = attributes.Mac },
                AttributeName => link with { Name = attributes.Text },
                AttributeMtu => link with { Mtu = (int)attributes.Number },
                AttributeLower => link with { LowerIndex = (int)attributes.Number },
                AttributeMaster => link with { MasterIndex = (int)attributes.Number },
                AttributeInfo => link with { Kind = FindKind(attributes.Nested) },
                AttributeXdp => link with { XdpProgramId = FindXdpProgram(attributes.Nested) },
                _ => link,
            };
        }

        return link;
    }

    private static string? FindKind(NetlinkAttributes attributes)
    {
        while (attributes.MoveNext())
        {
            if (attributes.Type == InfoKind)
            {
                return attributes.Text;
            }
        }

        return null;
    }

    private static uint? FindXdpProgram(NetlinkAttributes attributes)
    {
        while (attributes.MoveNext())
        {
            if (attributes.Type == XdpProgram)
            {
                return attributes.Number;
            }
        }

        return null;
    }
}
