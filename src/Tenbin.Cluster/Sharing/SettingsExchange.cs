using System.Collections.Immutable;
using Tenbin.Model.Configuration;

namespace Tenbin.Cluster.Sharing;

/// <summary>
/// Keeps what operators have set equal on all nodes, and tells in what their files differ: each node tells its digest every
/// second, and answers a digest that differs with what may be lacking there. Payloads may be lost, doubled, out of order or
/// senseless. Knows neither clock nor socket; not thread-safe.
/// </summary>
public sealed class SettingsExchange
{
    /// <summary>Payloads of one answer at most: what is more comes with the next.</summary>
    internal const int MostPayloads = 32;

    private static readonly TimeSpan s_betweenAnswers = TimeSpan.FromMilliseconds(500);
    private readonly Action<byte, byte[]> _send;
    private readonly PeerState?[] _peers;
    private (ConfigFingerprint File, ImmutableArray<byte[]> Parts)? _parts;

    /// <param name="nodes">Number of nodes.</param>
    /// <param name="self">Index of this one.</param>
    /// <param name="send">Sends a payload of up to 1,200 bytes to a node; it need not arrive.</param>
    public SettingsExchange(int nodes, byte self, Action<byte, byte[]> send)
    {
        _send = send;
        _peers = [.. Enumerable.Range(0, nodes).Select(node => node == self ? null : new PeerState((byte)node))];
    }

    /// <summary>Payloads that could not be read.</summary>
    public long Refused { get; private set; }

    /// <summary>Every second: tells all peers what this node has.</summary>
    /// <param name="now">Of a clock that never goes back.</param>
    /// <param name="own">What this node has.</param>
    /// <param name="file">What its file means.</param>
    public void Tick(TimeSpan now, SharedSettings own, ConfigFingerprint file)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(file);
        foreach (var peer in _peers.OfType<PeerState>())
        {
            peer.Compare(now, own);
            _send(peer.Node, SharingCodec.Write(new SettingsDigest(file.Whole, peer.KnownFile, own.Digest)));
        }
    }

    /// <summary>Tells all peers at once of a command given here; what of it is lost is made up for later.</summary>
    public void Announce(IReadOnlyCollection<SharedSetting> settings)
    {
        foreach (var payload in SharingCodec.Write(settings).Take(MostPayloads))
        {
            foreach (var peer in _peers.OfType<PeerState>())
            {
                _send(peer.Node, payload);
            }
        }
    }

    /// <summary>Takes a payload of a peer.</summary>
    /// <param name="now">Of the clock of <see cref="Tick"/>.</param>
    /// <param name="from">Index of the peer.</param>
    /// <param name="payload">As it came.</param>
    /// <param name="own">What this node has.</param>
    /// <param name="file">What its file means.</param>
    /// <returns>Settings for <see cref="SharedSettings.With"/>: of servers that this node may not have, and perhaps older than its own.</returns>
    public ImmutableArray<SharedSetting> Receive(TimeSpan now, byte from, ReadOnlySpan<byte> payload, SharedSettings own, ConfigFingerprint file)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(file);
        if (from >= _peers.Length || _peers[from] is not { } peer)
        {
            return [];
        }

        switch (SharingCodec.Read(payload))
        {
            case SettingsDigest digest:
                peer.Hear(now, digest);
                peer.Compare(now, own);
                Answer(now, peer, digest, own, file);
                return [];
            case FilePart part:
                peer.Hear(part);
                return [];
            case SettingsTold told:
                return told.Settings;
            default:
                Refused++;
                return [];
        }
    }

    /// <summary>How the peers compare with this node.</summary>
    public ImmutableArray<PeerSettings> Report(TimeSpan now, ConfigFingerprint file) =>
        [.. _peers.OfType<PeerState>().Select(peer => peer.Report(now, file))];

    private void Answer(TimeSpan now, PeerState peer, SettingsDigest digest, SharedSettings own, ConfigFingerprint file)
    {
        // A peer that asks faster than it should makes no storm.
        if (now - peer.AnsweredAt < s_betweenAnswers)
        {
            return;
        }

        peer.AnsweredAt = now;
        foreach (var payload in SharingCodec.Write(Missing(peer, digest, own)).Take(MostPayloads))
        {
            _send(peer.Node, payload);
        }

        if (digest.File != file.Whole && digest.Knows != file.Whole)
        {
            SendFile(peer, file);
        }
    }

    /// <summary>
    /// Goes on after what was told last: what the peer passes over must not stand before the rest for ever. What is taken from
    /// here and does not fit any more comes first the next time, since its place is noted only when a further one is taken.
    /// </summary>
    private static IEnumerable<SharedSetting> Missing(PeerState peer, SettingsDigest digest, SharedSettings own)
    {
        foreach (var (place, setting) in own.NotIn(digest.Buckets, peer.Place))
        {
            yield return setting;
            peer.Place = place;
        }
    }

    private void SendFile(PeerState peer, ConfigFingerprint file)
    {
        if (_parts is not { } parts || !ReferenceEquals(parts.File, file))
        {
            _parts = parts = (file, SharingCodec.Write(file));
        }

        for (var sent = 0; sent < Math.Min(MostPayloads, parts.Parts.Length); sent++)
        {
            peer.NextPart %= parts.Parts.Length;
            _send(peer.Node, parts.Parts[peer.NextPart++]);
        }
    }
}
