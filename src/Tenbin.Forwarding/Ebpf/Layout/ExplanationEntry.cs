using System.Runtime.InteropServices;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct explanation</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct ExplanationEntry
{
    public ExplainReason Reason;
    public uint Server;
    public uint Slot;
    public uint Slots;
}

/// <summary><c>enum explain_reason</c>.</summary>
internal enum ExplainReason : uint
{
    NoService = 0,
    Session = 1,
    Persistence = 2,
    Scheduler = 3,
    NotAllowed = 4,
    OnLinkClient = 5,
    NoServer = 6,
    GateClosed = 7,
}
