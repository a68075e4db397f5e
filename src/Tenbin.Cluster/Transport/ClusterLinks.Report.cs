namespace Tenbin.Cluster.Transport;

/// <content>What status and metrics show.</content>
public sealed partial class ClusterLinks
{
    /// <summary>State and figures now.</summary>
    public TransportReport Report()
    {
        lock (_gate)
        {
            return new TransportReport
            {
                Incarnation = _codec.Own.Incarnation,
                AgreedVersion = _codec.AgreedVersion,
                ActiveKey = _activeKey,
                Peers = [.. _codec.Peers.Select(peer =>
                    new PeerReport(peer.Id, peer.Session?.Id.Incarnation, peer.OldestVersion, peer.NewestVersion))],
                Links = [.. _codec.Peers.SelectMany(peer => peer.Links.Select((_, link) => Figures(peer, link)))],
                Datagrams = [.. _counts.SelectMany(Counts)],
                ReceiveErrors = Interlocked.Read(ref _receiveErrors),
            };
        }
    }

    private static IEnumerable<DatagramCount> Counts(long[] counts, int link) =>
        counts.Select((count, verdict) => new DatagramCount(link, (FrameVerdict)verdict, count)).Where(count => count.Count > 0);

    private LinkStatistics Figures(Peer peer, int link)
    {
        var figures = peer.Links[link];
        return new LinkStatistics
        {
            Node = peer.Id,
            Link = link,
            Address = _settings.Members.Single(member => member.Id == peer.Id).Links[link],
            Sent = figures.Sent,
            SendErrors = figures.SendErrors,
            LastSendError = figures.LastError,
            Received = figures.Received,
            Duplicates = figures.Duplicates,
            Lost = figures.LostBefore + (peer.Session?.Lost(link) ?? 0),
            RecentLoss = peer.Session?.RecentLoss(link) ?? 0,
            RoundTrip = figures.RoundTrip is { } trip ? Nanoseconds(trip) : null,
            RoundTripAverage = figures.RoundTrip is null ? null : Nanoseconds((long)figures.RoundTripAverage),
            LastHeard = figures.LastHeard,
        };
    }

    private static TimeSpan Nanoseconds(long value) => TimeSpan.FromTicks(value / TimeSpan.NanosecondsPerTick);
}
