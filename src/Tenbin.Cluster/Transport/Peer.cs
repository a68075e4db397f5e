namespace Tenbin.Cluster.Transport;

/// <summary>What this node knows of another.</summary>
internal sealed class Peer(byte id, int links)
{
    public byte Id { get; } = id;

    public PeerLink[] Links { get; } = [.. Enumerable.Range(0, links).Select(_ => new PeerLink())];

    /// <summary>Its run that has echoed this node's present run; null = none yet.</summary>
    public PeerSession? Session { get; private set; }

    public byte OldestVersion { get; private set; }

    public byte NewestVersion { get; private set; }

    /// <summary>Of the last payload sent to it; the same on all links.</summary>
    public ulong Sequence { get; set; }

    /// <summary>Takes a run that is confirmed.</summary>
    public void Confirm(PeerSession next, byte oldest, byte newest)
    {
        Forget();
        Session = next;
        OldestVersion = oldest;
        NewestVersion = newest;
    }

    /// <summary>Until a run is confirmed anew.</summary>
    public void Forget()
    {
        for (var link = 0; link < Links.Length; link++)
        {
            Links[link].LostBefore += Session?.Lost(link) ?? 0;
        }

        Session?.Dispose();
        Session = null;
    }
}
