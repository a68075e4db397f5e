namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>enum event</c>; the names are what <c>status</c> and metrics show, in kebab-case.</summary>
internal enum PacketEvent : uint
{
    NoServer = 0,
    NotAllowed = 1,
    OnLinkClient = 2,
    TableFull = 3,
    HalfOpenDropped = 4,
    TupleTaken = 5,
    NoSession = 6,
    TtlExpired = 7,
    TooBig = 8,
    NoRoute = 9,
    FragmentOrphan = 10,
    IcmpForwarded = 11,
    HelperFailed = 12,
    NoTimer = 13,
    GateClosed = 14,
    SyncLost = 15,
    Relayed = 16,
}
