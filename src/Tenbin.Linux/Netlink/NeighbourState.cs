namespace Tenbin.Linux.Netlink;

/// <summary>What the kernel knows of a neighbour (NUD_ bits).</summary>
[Flags]
public enum NeighbourState
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>Being asked for.</summary>
    Incomplete = 1,

    /// <summary>Confirmed lately.</summary>
    Reachable = 2,

    /// <summary>Known, not confirmed lately; used until proven wrong.</summary>
    Stale = 4,

    /// <summary>Used while stale; will be probed.</summary>
    Delay = 8,

    /// <summary>Being probed.</summary>
    Probe = 0x10,

    /// <summary>Did not answer.</summary>
    Failed = 0x20,

    /// <summary>Needs no resolution.</summary>
    NoArp = 0x40,

    /// <summary>Set by hand.</summary>
    Permanent = 0x80,
}
