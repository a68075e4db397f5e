using System.Net;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;

namespace Tenbin.Lab.Cloud.Article;

/// <summary>
/// The article's system with Tenbin on both directors: the web servers behind nat, reached through the Elastic IP, with the
/// moved address as their gateway; the databases behind dsr, read by the web servers; an etcd of its own as witness. The article
/// names no address for its delivery servers: they have one of their own here, and an Elastic IP.
/// </summary>
public sealed class ArticlePair : IAsyncDisposable
{
    public const string Group = "front", WebAddress = "172.18.1.199", DbAddress = "172.18.1.200", ElasticIp = "203.0.113.10";

    /// <summary>Of the delivery servers, in <see cref="ArticleServing.Whole"/>.</summary>
    public const string DeliveryAddress = "172.18.1.198", DeliveryElasticIp = "203.0.113.11";

    /// <summary>All that move in <see cref="ArticleServing.Whole"/>.</summary>
    public static readonly IReadOnlyList<string> WholeAddresses = [WebAddress, ElasticIp, DeliveryAddress, DeliveryElasticIp, DbAddress];

    /// <summary>Of <see cref="ArticleServing.Whole"/>: the default, as its file says nothing of heartbeats.</summary>
    public static readonly TimeSpan WholeDeadAfter = TimeSpan.FromMilliseconds(400);

    /// <summary>Where the web servers hold <see cref="PeerServer"/> sessions, over TCP and UDP.</summary>
    public const int SessionPort = 7000;

    /// <summary>Where the databases answer.</summary>
    public const int DbPort = 3306;

    private const string Witness = "etcd01", WitnessAddress = "172.18.1.11";
    private readonly IArticleServers _behind;
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly List<LabDirector> _directors = [];

    private ArticlePair(Vpc vpc, IArticleServers behind) => (Vpc, _behind) = (vpc, behind);

    public Vpc Vpc { get; }

    /// <summary><c>lvs01</c> and <c>lvs02</c>.</summary>
    public IReadOnlyList<LabDirector> Directors => _directors;

    /// <summary>On the Internet.</summary>
    public Machine Client => Vpc.Host("client");

    /// <summary>A web server, which reads from the databases.</summary>
    public Machine Reader => Vpc["web02"].Machine;

    /// <summary>The web service's sessions as the Internet sees them.</summary>
    public static IPEndPoint Sessions { get; } = new(IPAddress.Parse(ElasticIp), SessionPort);

    public static IPEndPoint DbRead { get; } = new(IPAddress.Parse(DbAddress), DbPort);

    /// <summary>What clients ask in <see cref="ArticleServing.Whole"/>.</summary>
    public ArticleTargets Targets => new(new(Vpc.Network.Directory));

    /// <summary>Builds it, and starts everything; returns when the directors have settled.</summary>
    /// <param name="serving">How much of it.</param>
    /// <param name="tell">Gets a sentence for each part that stands.</param>
    public static async Task<ArticlePair> Start(ArticleServing serving = ArticleServing.Sessions, Action<string>? tell = null)
    {
        IArticleServers behind = serving == ArticleServing.Whole ? new WholeServers() : new SessionServers();
        var vpc = await behind.AddTo(VpcBuilder.Article().Instance(new(Witness, WitnessAddress))).Start();
        var pair = new ArticlePair(vpc, behind);
        try
        {
            tell?.Invoke($"{vpc.Instances.Count} instances in subnet 172.18.1.0/24, the EC2 API and the instances' metadata");
            await pair.Prepare();
            tell?.Invoke("an etcd as third vote; the same file and key on both directors");
            await behind.Start(vpc, pair._directors[0].ConfigFile, pair._servers);
            tell?.Invoke("the servers behind the directors run");
            await pair.StartDirectors();
            tell?.Invoke("both directors have settled");
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>The other one.</summary>
    public LabDirector PeerOf(LabDirector director) => Directors.First(other => other != director);

    /// <inheritdoc cref="Settling.WaitUntilSettled"/>
    public Task<LabDirector> WaitUntilSettled(TimeSpan? deadline = null) => Directors.WaitUntilSettled(Group, deadline);

    /// <summary>Names of the instances that the VPC sends an address to, be it private or an Elastic IP.</summary>
    public IReadOnlyList<string> HoldersOf(string address)
    {
        var (book, wanted) = (Vpc.Control.Book, Ip.Parse(address));
        return [.. book.Interfaces.Values.Where(held => Reaches(book, held, wanted)).Select(held => book.Instances[held.InstanceId!].Name)];
    }

    /// <summary>Gives every director its power and its daemon, and makes AWS behave.</summary>
    /// <returns>The owner of the group, once all has settled.</returns>
    public async Task<LabDirector> Restore()
    {
        Vpc.Ec2.Conduct.Clear();
        (Vpc.Control.VisibilityDelay, Vpc.Control.MetadataDelay) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var director in Directors)
        {
            if (!director.HasPower)
            {
                await director.PowerOn();
            }

            if (director.Daemon is not { IsRunning: true })
            {
                await director.Start();
            }
        }

        return await WaitUntilSettled(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var director in _directors)
        {
            await director.DisposeAsync();
        }

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await Vpc.DisposeAsync();
    }

    private static bool Reaches(Book book, NetworkInterface held, Ip address) =>
        held.InstanceId is not null
        && (held.Holds(address) || book.ElasticIps.Values.Any(one => one.Public == address && one.Association?.InterfaceId == held.Id));

    /// <summary>The witness, the key, and the same file on both directors.</summary>
    private async Task Prepare()
    {
        var etcd = await EtcdCluster.Start([(Vpc[Witness].Machine, IPAddress.Parse(WitnessAddress))]);
        _servers.Add(etcd);
        var keyFile = Path.Combine(Vpc.Network.Directory, "cluster.key");
        (await Command.Run([Programs.Tenbin, "key", "new", keyFile])).Checked();
        var config = _behind.Config(Vpc, new(keyFile, Vpc.ApiInVpc!, etcd.Endpoints[0]));
        foreach (var name in new[] { "lvs01", "lvs02" })
        {
            var director = await LabDirector.Create(Vpc.Network, Vpc[name].Machine);
            _directors.Add(director);
            await director.WriteConfig(config);
        }
    }

    private async Task StartDirectors()
    {
        await Task.WhenAll(_directors.Select(director => director.Start()));
        await WaitUntilSettled(TimeSpan.FromSeconds(60));
    }
}
