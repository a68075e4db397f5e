using Tenbin.Lab;
using Tenbin.Lab.Capture;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Pairs;
using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>Who served while a test watched, from captured frames.</summary>
public sealed class PairWatch : IAsyncDisposable
{
    private readonly PairSite _site;
    private readonly Watcher _atClient, _atServer;
    private IReadOnlyList<Stint>? _answers, _forwarded;

    private PairWatch(WatchedPair pair, LabDirector owner, long epoch, Watcher atClient, Watcher atServer)
    {
        (_site, Owner, Epoch, _atClient, _atServer) = (pair.Site, owner, epoch, atClient, atServer);
        Pair = pair;
        Peer = pair.Site.PeerOf(owner);
        Since = LabClock.Now;
    }

    public WatchedPair Pair { get; }

    /// <summary>Who owned the group when the watch began.</summary>
    public LabDirector Owner { get; }

    /// <summary>The other one.</summary>
    public LabDirector Peer { get; }

    /// <summary>Epoch of the group when the watch began.</summary>
    public long Epoch { get; }

    /// <summary>When the watch began, on the <see cref="LabClock"/>.</summary>
    public double Since { get; }

    public static async Task<PairWatch> Start(WatchedPair pair, LabDirector owner)
    {
        var site = pair.Site;
        var epoch = (await owner.Status()).Cluster![PairSite.Group].Epoch;
        var atClient = await Watcher.Start(site.Client, WatchSide.From, site.NatAddress);
        var atServer = await Watcher.Start(site.Dsr[0], WatchSide.To, site.DsrAddress);
        return new(pair, owner, epoch, atClient, atServer);
    }

    /// <summary>Waits until the client has been answered for a while without a hole, beginning now.</summary>
    public Task WaitUntilServed(int inARow = 40) => Pair.Client.WaitUntilSteady(LabClock.Now, inARow);

    /// <summary>Waits until the peer owns the group, and the client is served: before that the old owner's gate may still be open.</summary>
    public async Task WaitUntilPeerServes()
    {
        await Peer.WaitFor("the peer to own the group", status => status.Cluster![PairSite.Group].Phase == "holding");
        await WaitUntilServed();
    }

    /// <summary>Asserts that nothing has moved since the watch began: the same owner in the same epoch, and no other frame.</summary>
    public async Task AssertNothingMoved()
    {
        await WaitUntilServed();
        await AssertServed(Owner);
        Assert.Same(Owner, await _site.WaitUntilSettled());
        Assert.Equal(Epoch, (await Owner.Status()).Cluster![PairSite.Group].Epoch);
    }

    /// <summary>
    /// Ends the watch, and asserts that exactly these have served, one after the other: each answered the client and
    /// forwarded to the server in one stretch, and announced the address only in its time.
    /// </summary>
    public async Task AssertServed(params IReadOnlyList<LabDirector> inOrder)
    {
        var expected = inOrder.Select(director => director.Name).ToArray();
        var answers = await Answers();
        Assert.Equal(expected, Names(await Forwarded()));
        Assert.Equal(expected, Names(answers.Where(stint => stint.Kind == FrameKind.Packet)));
        var announced = Names(answers.Where(stint => stint.Kind == FrameKind.Arp));
        var next = 0;
        foreach (var name in expected)
        {
            next += next < announced.Count && announced[next] == name ? 1 : 0;
        }

        Assert.True(next == announced.Count, $"announced by {string.Join(", ", announced)}, but served by {string.Join(", ", expected)}");
    }

    /// <summary>Ends the watch.</summary>
    /// <returns>Who forwarded packets of the service behind dsr to its server, when.</returns>
    public async Task<IReadOnlyList<Stint>> Forwarded() =>
        _forwarded ??= [.. (await _atServer.Stop()).Where(stint => stint.Kind == FrameKind.Packet && NameOf(stint) is not null)];

    public async ValueTask DisposeAsync()
    {
        await _atClient.DisposeAsync();
        await _atServer.DisposeAsync();
    }

    private async Task<IReadOnlyList<Stint>> Answers() => _answers ??= await _atClient.Stop();

    /// <summary>The directors, each once for one stretch. Others' frames come when the switch floods what is for a machine that is gone.</summary>
    private List<string> Names(IEnumerable<Stint> stints)
    {
        var names = new List<string>();
        foreach (var name in stints.Select(NameOf).OfType<string>())
        {
            if (names.Count == 0 || names[^1] != name)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private string? NameOf(Stint stint) =>
        _site.Directors.FirstOrDefault(director => director.Machine.On(_site.Outside).Mac == stint.Mac)?.Name;
}
