namespace Tenbin.Cluster.Transport;

/// <summary>What became of a datagram.</summary>
public enum FrameVerdict
{
    /// <summary>Authentic and new: its payload was handed on.</summary>
    Delivered,

    /// <summary>Authentic; another link was faster with the same payload.</summary>
    Duplicate,

    /// <summary>An authentic greeting; it has no payload.</summary>
    Hello,

    /// <summary>Refused: shorter than any frame of its kind.</summary>
    TooShort,

    /// <summary>Refused: longer than any frame of its kind.</summary>
    TooLong,

    /// <summary>Refused: not Tenbin's.</summary>
    WrongMagic,

    /// <summary>Refused: a frame version or kind that this build does not know.</summary>
    WrongVersion,

    /// <summary>Refused: for another node or link, or not from the address that the file gives to its sender.</summary>
    Misdirected,

    /// <summary>Refused: its sender has this node's own id.</summary>
    FromOurselves,

    /// <summary>Refused: its sender is no node of the cluster.</summary>
    UnknownSender,

    /// <summary>Refused: sealed with a key that the key file does not hold.</summary>
    UnknownKey,

    /// <summary>Refused: forged, changed on the way, or sealed with another secret under the same key id.</summary>
    BadTag,

    /// <summary>Refused: received before, or too old to tell.</summary>
    Replayed,

    /// <summary>Refused: from a run of its sender, or for a run of this node, that a later one has replaced.</summary>
    OldIncarnation,

    /// <summary>Refused: from a run of its sender that has not yet echoed this node's challenge.</summary>
    Unconfirmed,

    /// <summary>Refused: its sender speaks no protocol version that this node speaks.</summary>
    VersionsApart,
}
