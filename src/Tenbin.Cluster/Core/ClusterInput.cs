namespace Tenbin.Cluster.Core;

/// <summary>What a core learns.</summary>
public abstract record ClusterInput;

/// <summary>Time has passed. Given at least every quarter of a beat.</summary>
public sealed record Tick : ClusterInput;

/// <summary>A peer's authenticated message.</summary>
/// <param name="From">Index of the peer.</param>
/// <param name="Message">What it says.</param>
public sealed record Received(byte From, ClusterMessage Message) : ClusterInput;

/// <summary>How fit this node is for a group.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Value">0 = it must not own the group, to 255.</param>
/// <param name="Reason">What lowers it, for people.</param>
public sealed record FitnessChanged(int Group, byte Value, string Reason) : ClusterInput;

/// <summary>How many sessions a group has here.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Count">Live sessions.</param>
public sealed record SessionsCounted(int Group, uint Count) : ClusterInput;

/// <summary>Whether a peer has all sessions of this node.</summary>
/// <param name="Node">Index of the peer.</param>
/// <param name="HasAll">It has acknowledged a full copy, and nothing was lost since.</param>
public sealed record SessionsCopied(byte Node, bool HasAll) : ClusterInput;

/// <summary>The answer to <see cref="DrainSessions"/>: done.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Epoch">Of the lease that was given up.</param>
public sealed record SessionsDrained(int Group, ulong Epoch) : ClusterInput;

/// <summary>The file was read again.</summary>
/// <param name="Fingerprint">Of the whole file.</param>
public sealed record FileLoaded(ulong Fingerprint) : ClusterInput;

/// <summary>All of a group runs.</summary>
/// <param name="Group">Index of the group.</param>
public sealed record Started(int Group) : ClusterInput;

/// <summary>A part of a group could not be started, or cannot be kept running; the group is stopped here.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Reason">Which, and why, for people.</param>
public sealed record StartFailed(int Group, string Reason) : ClusterInput;

/// <summary>All of a group is stopped.</summary>
/// <param name="Group">Index of the group.</param>
public sealed record Stopped(int Group) : ClusterInput;

/// <summary>What the register says; the answer to <see cref="ReadRegister"/>.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Content">Its value; null = it has none.</param>
public sealed record RegisterRead(int Group, RegisterContent? Content) : ClusterInput;

/// <summary>The answer to <see cref="WriteRegister"/>: done.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Revision">Of the new value.</param>
public sealed record RegisterWritten(int Group, long Revision) : ClusterInput;

/// <summary>The answer to <see cref="WriteRegister"/>: another value was there.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Content">Its value; null = it has none.</param>
public sealed record RegisterRefused(int Group, RegisterContent? Content) : ClusterInput;

/// <summary>No answer from the register. A write may have been done all the same.</summary>
/// <param name="Group">Index of the group.</param>
public sealed record RegisterSilent(int Group) : ClusterInput;

/// <summary>An operator's command.</summary>
/// <param name="Id">Comes back with the answer.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Group">Index of the group, for those that are about one.</param>
public sealed record Command(int Id, CommandKind Kind, int Group = -1) : ClusterInput;

/// <summary>What operators ask for.</summary>
public enum CommandKind
{
    /// <summary>Own a group.</summary>
    Takeover,

    /// <summary>Give a group away.</summary>
    Standby,

    /// <summary>Let nothing move by itself, on every node.</summary>
    MaintenanceOn,

    /// <summary>The end of that.</summary>
    MaintenanceOff,

    /// <summary>The daemon ends and comes back at once: take a longer lease.</summary>
    LeaveForRestart,

    /// <summary>The daemon or the machine goes: give every group away.</summary>
    LeaveForGood,
}
