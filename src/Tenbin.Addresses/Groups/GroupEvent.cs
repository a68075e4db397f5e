namespace Tenbin.Addresses.Groups;

/// <summary>What happened to a group.</summary>
public enum GroupEventKind
{
    /// <summary>All of it runs here.</summary>
    Started,

    /// <summary>All of it is gone from here.</summary>
    Stopped,

    /// <summary>A resource did not start; what had started was stopped again.</summary>
    StartFailed,

    /// <summary>A resource does not stop; it is tried again and again.</summary>
    StopFailing,

    /// <summary>A resource had disappeared or failed, and was put back.</summary>
    Restored,

    /// <summary>A resource disappeared and could not be put back; it is tried again.</summary>
    NotRestored,

    /// <summary>A resource fails too often: the group had better move.</summary>
    Failed,

    /// <summary>The network has given a resource to another machine, and this one's right to it is not beyond doubt: the group had better stop here.</summary>
    Relieved,
}

/// <summary>An event of a <see cref="GroupRunner"/>.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Resource">To which resource, e.g. <c>address 10.0.0.1</c>; null for the whole group.</param>
/// <param name="Reason">Why, for people; null when there is nothing to say.</param>
public sealed record GroupEvent(string Group, GroupEventKind Kind, string? Resource = null, string? Reason = null);
