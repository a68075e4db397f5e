namespace Tenbin.Linux.Netlink;

/// <summary>What the routing table says of a destination; the value is the kernel's RTN_ number.</summary>
public enum RouteKind
{
    /// <summary>No route.</summary>
    None = 0,

    /// <summary>Sent on, directly or through a gateway.</summary>
    Unicast = 1,

    /// <summary>An address of this machine.</summary>
    Local = 2,

    /// <summary>A broadcast address.</summary>
    Broadcast = 3,

    /// <summary>An anycast address.</summary>
    Anycast = 4,

    /// <summary>A multicast address.</summary>
    Multicast = 5,

    /// <summary>Dropped silently.</summary>
    Blackhole = 6,

    /// <summary>Answered with "host unreachable".</summary>
    Unreachable = 7,

    /// <summary>Answered with "prohibited".</summary>
    Prohibit = 8,
}
