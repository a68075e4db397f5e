namespace Tenbin.Cluster.Core;

/// <summary>What one node says to another.</summary>
public abstract record ClusterMessage;

/// <summary>The answer to a <see cref="VoteRequest"/>.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Epoch">Of the request.</param>
/// <param name="SentAt">Of the request.</param>
/// <param name="Duration">Of the request.</param>
/// <param name="IsGranted">Granted; for a pre-vote, would be.</param>
/// <param name="IsPreVote">Of the request.</param>
/// <param name="Known">Highest epoch that this voter has granted.</param>
/// <param name="IsFree">No grant of another is live: only the epoch was too low.</param>
/// <param name="Tenure">Of the candidate: an answer to a clone, or to the machine before it booted again, is not for this one.</param>
public sealed record VoteReply(
    int Group, ulong Epoch, long SentAt, long Duration, bool IsGranted, bool IsPreVote, ulong Known, bool IsFree, ulong Tenure) : ClusterMessage;

/// <summary>The owner ended its own lease: voters need not wait for its end.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Epoch">Of the lease.</param>
/// <param name="Holder">The owner until now.</param>
public sealed record Released(int Group, ulong Epoch, Holder Holder) : ClusterMessage;

/// <summary>The owner has closed its gate; the receiver is to take the group in the next epoch.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Epoch">Of the owner until now.</param>
/// <param name="Holder">The owner until now.</param>
public sealed record Handover(int Group, ulong Epoch, Holder Holder) : ClusterMessage;

/// <summary>The owner wants to give the group to the receiver: may it relay to it?</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Epoch">Of the owner.</param>
public sealed record Prepare(int Group, ulong Epoch) : ClusterMessage;

/// <summary>The answer to <see cref="Prepare"/>: what the owner relays is forwarded for one beat from now.</summary>
/// <param name="Group">Index of the group.</param>
/// <param name="Epoch">Of the owner.</param>
public sealed record Prepared(int Group, ulong Epoch) : ClusterMessage;

/// <summary>An operator wants the sender to own the group: asks the owner for a planned move.</summary>
/// <param name="Group">Index of the group.</param>
public sealed record Wish(int Group) : ClusterMessage;

/// <summary>Said to every peer at every beat.</summary>
/// <param name="Tenure">Of the run of the sender's machine.</param>
/// <param name="Maintenance">Nothing moves by itself.</param>
/// <param name="MaintenanceVersion">The higher one holds.</param>
/// <param name="Fingerprint">Of the configuration file.</param>
/// <param name="Claims">One for each group, by index.</param>
public sealed record Beat(ulong Tenure, bool Maintenance, uint MaintenanceVersion, ulong Fingerprint, GroupClaim[] Claims) : ClusterMessage;

/// <summary>What a node says of itself about one group.</summary>
/// <param name="Epoch">Highest that it knows.</param>
/// <param name="IsHolder">It serves in that epoch.</param>
/// <param name="Fitness">0 = it must not own the group, to 255.</param>
/// <param name="IsReluctant">An operator sent the group away from it: it takes it only when nobody else can.</param>
/// <param name="IsReady">Its part is stopped, so it could start at once.</param>
/// <param name="Sessions">Live sessions; while two own the group, as many as it had when it noticed.</param>
/// <param name="IsContested">It serves and has noticed that another does too; <paramref name="Sessions"/> is final.</param>
/// <param name="RegisterCounter">Of its last write to the witness register, which left before this did; 0 = none.</param>
public readonly record struct GroupClaim(
    ulong Epoch, bool IsHolder, byte Fitness, bool IsReluctant, bool IsReady, uint Sessions, bool IsContested, ulong RegisterCounter);
