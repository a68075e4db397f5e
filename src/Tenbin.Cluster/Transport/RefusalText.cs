using Microsoft.Extensions.Logging;

namespace Tenbin.Cluster.Transport;

/// <summary>What a refusal means and how to mend it, for the log.</summary>
internal static class RefusalText
{
    /// <summary>A restart of a node makes a few of these, and is no reason to worry.</summary>
    public static LogLevel LevelOf(FrameVerdict reason) =>
        reason is FrameVerdict.Unconfirmed or FrameVerdict.OldIncarnation ? LogLevel.Information : LogLevel.Warning;

    public static string Of(FrameVerdict reason) => reason switch
    {
        FrameVerdict.TooShort => "shorter than any frame",
        FrameVerdict.TooLong => "longer than any frame",
        FrameVerdict.WrongMagic => "not Tenbin's; another program uses the cluster's port",
        FrameVerdict.WrongVersion => "a frame version that this build does not know; is one node much newer?",
        FrameVerdict.Misdirected => "not from the sender's address, or not for this node and link; is 'cluster: nodes' the same on every node?",
        FrameVerdict.FromOurselves => "the sender has this node's own id; is a clone of this machine running, or 'cluster: nodes' different elsewhere?",
        FrameVerdict.UnknownSender => "the sender is no node of this cluster; is 'cluster: nodes' the same on every node?",
        FrameVerdict.UnknownKey => "sealed with a key that the key file here does not hold; copy the key file and 'tenbin reload'",
        FrameVerdict.BadTag => "not authentic: forged, damaged, or the key files differ; compare them ('sha256sum')",
        FrameVerdict.Replayed => "received before: somebody repeats datagrams",
        FrameVerdict.OldIncarnation => "from or for a run that a later one has replaced: late, repeated, or two machines run under one id",
        FrameVerdict.Unconfirmed => "from a run of the sender that has not answered this node's greeting; stays only if one direction is cut",
        FrameVerdict.VersionsApart => "the sender speaks no protocol version that this node speaks; upgrade in smaller steps",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a refusal"),
    };
}
