namespace Tenbin.Cluster.Core;

/// <summary>What a core wants done, in the order in which it says it.</summary>
public abstract record ClusterOutput;

/// <summary>Send a message to a peer.</summary>
/// <param name="To">Index of the peer.</param>
/// <param name="Message">What to say.</param>
public sealed record Send(byte To, ClusterMessage Message) : ClusterOutput;

/// <summary>Record a grant of this node's vote, before anything that follows.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Grant">The grant.</param>
public sealed record Record(int Group, Grant Grant) : ClusterOutput;

/// <summary>Move the gate of a group.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Deadline">Nanoseconds of the boot clock; 0 = closed.</param>
public sealed record SetGate(int Group, long Deadline) : ClusterOutput;

/// <summary>Start the group's addresses, routes, rules and scripts; answered by <see cref="Started"/> or <see cref="StartFailed"/>.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Epoch">Of the lease.</param>
public sealed record StartGroup(int Group, ulong Epoch) : ClusterOutput;

/// <summary>Stop them, in reverse; answered by <see cref="Stopped"/>.</summary>
/// <param name="Group">Index of the group.</param>
public sealed record StopGroup(int Group) : ClusterOutput;

/// <summary>Send on to a node what comes for the group while its gate is closed here.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="To">Index of the node.</param>
/// <param name="Until">Nanoseconds of the boot clock.</param>
public sealed record RelayTo(int Group, byte To, long Until) : ClusterOutput;

/// <summary>Forward what a node relays while the gate of the group is closed here.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="From">Index of the node.</param>
/// <param name="Until">Nanoseconds of the boot clock.</param>
public sealed record AcceptFrom(int Group, byte From, long Until) : ClusterOutput;

/// <summary>Bring to a peer what it does not know yet of the group's sessions; answered by <see cref="SessionsDrained"/>.</summary>
/// <param name="Group">Index of the group, whose gate is closed.</param>
/// <param name="Epoch">Comes back with the answer.</param>
/// <param name="To">Index of the peer.</param>
public sealed record DrainSessions(int Group, ulong Epoch, byte To) : ClusterOutput;

/// <summary>Read a group's register; answered by <see cref="RegisterRead"/> or <see cref="RegisterSilent"/>.</summary>
/// <param name="Group">Index of the group.</param>
public sealed record ReadRegister(int Group) : ClusterOutput;

/// <summary>Write a group's register if it is still at the content's revision; never repeated by who does it.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Content">The new value, with the revision that it replaces; 0 = there must be none.</param>
public sealed record WriteRegister(int Group, RegisterContent Content) : ClusterOutput;

/// <summary>Tell people.</summary>
/// <param name="Kind">How it is to be logged.</param>
/// <param name="Group">Index of the group; -1 = none.</param>
/// <param name="Text">One sentence.</param>
public sealed record Notice(NoticeKind Kind, int Group, string Text) : ClusterOutput;

/// <summary>How much a notice matters.</summary>
public enum NoticeKind
{
    /// <summary>As it should be.</summary>
    Info,

    /// <summary>An operator should look.</summary>
    Warning,
}

/// <summary>The answer to a <see cref="Command"/>.</summary>
/// <param name="Id">Of the command.</param>
/// <param name="IsDone">False: it could not be done.</param>
/// <param name="Text">What happened, for people.</param>
public sealed record CommandDone(int Id, bool IsDone, string Text) : ClusterOutput;
