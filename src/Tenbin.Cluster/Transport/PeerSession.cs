namespace Tenbin.Cluster.Transport;

/// <summary>A confirmed run of a peer together with this node's own: their ciphers, and what was received.</summary>
internal sealed class PeerSession(SessionId id, int links) : IDisposable
{
    /// <summary>Sequence numbers over which the recent loss is told.</summary>
    public const int RecentSpan = 128;

    private readonly ReplayWindow[] _links = [.. Enumerable.Range(0, links).Select(_ => new ReplayWindow())];
    private readonly long[] _accepted = new long[links];
    private readonly ReplayWindow _payloads = new();
    private ulong _first;

    public SessionId Id { get; } = id;

    public SessionCiphers? Sending { get; private set; }

    public SessionCiphers? Receiving { get; private set; }

    /// <summary>Takes the ciphers for a key file, first or new.</summary>
    public void UseKeys(KeyRing keys, NodeRun self, byte peer)
    {
        Dispose();
        var other = new NodeRun(peer, Id);
        Sending = new SessionCiphers(keys, self, other);
        Receiving = new SessionCiphers(keys, other, self);
    }

    public bool IsNew(int link, ulong sequence) => _links[link].IsNew(sequence);

    /// <summary>Notes an authentic frame; true when its payload is the first copy over any link.</summary>
    public bool Accept(int link, ulong sequence)
    {
        _links[link].TryAccept(sequence);
        _accepted[link]++;
        _first = _first == 0 ? sequence : Math.Min(_first, sequence);
        return _payloads.TryAccept(sequence);
    }

    /// <summary>Frames missing on a link: the same numbers go over all links, so the fastest tells what to expect of each.</summary>
    public long Lost(int link) => _first == 0 ? 0 : (long)(_payloads.Highest - _first + 1) - _accepted[link];

    /// <summary>Share of the last <see cref="RecentSpan"/> frames that is missing on a link, 0 to 1.</summary>
    public double RecentLoss(int link)
    {
        if (_first == 0)
        {
            return 0;
        }

        var span = Math.Min(RecentSpan, _payloads.Highest - _first + 1);
        var missing = 0;
        for (ulong back = 0; back < span; back++)
        {
            missing += _links[link].Has(_payloads.Highest - back) ? 0 : 1;
        }

        return (double)missing / span;
    }

    public void Dispose()
    {
        Sending?.Dispose();
        Receiving?.Dispose();
    }
}
