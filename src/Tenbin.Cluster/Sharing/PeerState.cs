using System.Collections.Immutable;
using Tenbin.Model.Configuration;

namespace Tenbin.Cluster.Sharing;

/// <summary>What is known of a peer, and how far it has been told.</summary>
internal sealed class PeerState(byte node)
{
    private static readonly TimeSpan s_stale = TimeSpan.FromSeconds(3);
    private SettingsDigest? _digest;
    private TimeSpan _heardAt;
    private TimeSpan? _differsSince;
    private FileSections? _file;
    private (ConfigFingerprint Own, ConfigFingerprint Its, ImmutableArray<string> Differences)? _compared;

    public byte Node => node;

    /// <summary>When it was last answered.</summary>
    public TimeSpan? AnsweredAt { get; set; }

    /// <summary>Place of the setting that it was told last.</summary>
    public ulong Place { get; set; }

    /// <summary>The part of this node's file that comes next.</summary>
    public int NextPart { get; set; }

    /// <summary>Fingerprint of its file, all sections of which are known; 0 = none.</summary>
    public ulong KnownFile => _file?.Whole?.Whole ?? 0;

    public void Hear(TimeSpan now, SettingsDigest digest)
    {
        (_digest, _heardAt) = (digest, now);
        if (_file?.File != digest.File)
        {
            _file = null;
        }
    }

    /// <summary>Takes a part of its file: of the one that it has now, and of no other.</summary>
    public void Hear(FilePart part)
    {
        if (part.File != _digest?.File)
        {
            return;
        }

        if (_file?.Count != part.Parts)
        {
            _file = new FileSections(part.File, part.Parts);
        }

        _file.Add(part);
    }

    /// <summary>Compares what it said last with what this node has now. What it said before it fell silent says nothing.</summary>
    public void Compare(TimeSpan now, SharedSettings own)
    {
        if (_digest is not null && now - _heardAt > s_stale)
        {
            _digest = null;
        }

        _differsSince = _digest is null || _digest.Buckets.SequenceEqual(own.Digest) ? null : _differsSince ?? now;
    }

    public PeerSettings Report(TimeSpan now, ConfigFingerprint file) => new(
        node, _digest is null ? null : _differsSince is null, now - _differsSince, Differences(file));

    // A file may have thousands of sections, and is compared once.
    private ImmutableArray<string>? Differences(ConfigFingerprint file)
    {
        if (_digest is null || _digest.File == file.Whole || _file?.Whole is not { } its)
        {
            return null;
        }

        if (_compared is not { } compared || !ReferenceEquals(compared.Own, file) || !ReferenceEquals(compared.Its, its))
        {
            _compared = compared = (file, its, file.Differences(its));
        }

        return compared.Differences;
    }
}
