using System.Globalization;
using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Article;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Load;
using Xunit;

namespace Tenbin.LabTests.Cloud;

/// <summary>
/// The article's pair with traffic on it: datagrams and new connections from the Internet through the Elastic IP, and new
/// connections from a web server to the databases.
/// </summary>
public sealed class ArticleWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10), Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] s_addresses = [ArticlePair.WebAddress, ArticlePair.DbAddress, ArticlePair.ElasticIp];
    private readonly Dictionary<string, Prober> _probers = [];
    private readonly ArticlePair _pair;
    private int _said;

    private ArticleWatch(ArticlePair pair, LabDirector owner) => (_pair, Owner, Peer) = (pair, owner, pair.PeerOf(owner));

    /// <summary>Who owned the group when the watch began.</summary>
    public LabDirector Owner { get; }

    /// <summary>The other one.</summary>
    public LabDirector Peer { get; }

    /// <summary>When the watch began, on the <see cref="LabClock"/>.</summary>
    public double Since { get; private set; }

    /// <summary>From the Internet: one session, never opened anew.</summary>
    public ProbeLog Datagrams => _probers["datagrams from the Internet"].Log;

    /// <summary>From a web server to the databases.</summary>
    public ProbeLog Reads => _probers["reads"].Log;

    /// <summary>Mends what the test before has left, and watches once all is served.</summary>
    public static async Task<ArticleWatch> Start(ArticlePair pair)
    {
        var watch = new ArticleWatch(pair, await pair.Restore());
        try
        {
            await watch.Probe("datagrams from the Internet", pair.Client, ProbeKind.Udp, ArticlePair.Sessions);
            await watch.Probe("connections from the Internet", pair.Client, ProbeKind.Tcp, ArticlePair.Sessions);
            await watch.Probe("reads", pair.Reader, ProbeKind.Tcp, ArticlePair.DbRead);
            await watch.WaitUntilServed();
            (watch.Since, watch._said) = (LabClock.Now, watch.Peer.Daemon!.Output.Lines.Count);
            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every kind of traffic has been answered for a while without a hole, beginning now.</summary>
    public async Task WaitUntilServed()
    {
        var now = LabClock.Now;
        foreach (var (what, prober) in _probers)
        {
            try
            {
                await prober.WaitUntilSteady(now, deadline: Patience);
            }
            catch (LabException e)
            {
                throw new LabException($"{what}: {e.Message}\n{Evidence()}", e);
            }
        }
    }

    /// <summary>
    /// Waits until the peer owns the group and serves, and the VPC has everything there and nowhere else: in a planned move the
    /// old owner relays until then.
    /// </summary>
    public async Task WaitUntilPeerServes()
    {
        await Peer.WaitFor("the peer to own the group", status => status.Cluster![ArticlePair.Group].Phase == "holding", Patience);
        await Wait.Until("the VPC to send everything to the peer", () => IsHeldBy(Peer), Patience, Evidence);
        await WaitUntilServed();
        AssertHeldBy(Peer);
    }

    /// <summary>Asserts what the VPC's book says.</summary>
    public void AssertHeldBy(LabDirector director) => Assert.All(s_addresses, address => Assert.Equal([director.Name], _pair.HoldersOf(address)));

    /// <summary>What the peer has logged since the watch began.</summary>
    public string SaidByPeer => string.Join('\n', Peer.Daemon!.Output.Lines.Skip(_said));

    /// <summary>The longest outage of each kind of traffic.</summary>
    public string Outages() => string.Join(", ", _probers.Select(pair => string.Create(
        CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value.Log.LongestGap(Since)!.Value.Length.TotalMilliseconds:0} ms")));

    public async ValueTask DisposeAsync()
    {
        foreach (var prober in _probers.Values)
        {
            await prober.DisposeAsync();
        }
    }

    private bool IsHeldBy(LabDirector director) => s_addresses.All(address => _pair.HoldersOf(address) is [var name] && name == director.Name);

    private string Evidence() =>
        $"{string.Join('\n', _pair.Directors.Select(director => $"{director.Name}:\n{director.Daemon!.Output}"))}\ncalls:\n{_pair.Vpc.Ec2.Calls}\ndropped:\n{_pair.Vpc.Switch.Drops}";

    private async Task Probe(string what, Machine from, ProbeKind kind, IPEndPoint service) =>
        _probers[what] = await Prober.Start(from, kind, service, kind == ProbeKind.Udp ? Pace : Pace * 2);
}
