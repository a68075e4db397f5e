using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Processes;
using Tenbin.Lab.Servers;

namespace Tenbin.LabTests.Traps;

/// <summary>
/// The article's pair without a witness, so that either serves alone when the other is silent; web servers with the moved
/// address as their gateway, databases set up for dsr. A test says how it is wrong.
/// </summary>
internal sealed class TrapPair : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly List<LabDirector> _directors = [];

    private TrapPair(Vpc vpc) => (Vpc, KeyFile) = (vpc, Path.Combine(vpc.Network.Directory, "cluster.key"));

    public Vpc Vpc { get; }

    public string KeyFile { get; }

    /// <summary>Preferred.</summary>
    public LabDirector Lvs01 => _directors[0];

    public LabDirector Lvs02 => _directors[1];

    public Machine Client => Vpc.Host("client");

    public Machine Reader => Vpc["web02"].Machine;

    /// <summary>Builds it and starts the servers; no director runs yet, and there is no file.</summary>
    /// <param name="plan">The VPC; the article's by default.</param>
    public static async Task<TrapPair> Prepare(VpcBuilder? plan = null)
    {
        var pair = new TrapPair(await (plan ?? VpcBuilder.Article()).Start());
        try
        {
            await pair.StartServers();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same file on both.</summary>
    public async Task Write(PairFile file)
    {
        foreach (var director in _directors)
        {
            await director.WriteConfig(file.Text(this));
        }
    }

    /// <summary>Starts lvs01 and, when it serves, lvs02. Returns when they have settled.</summary>
    public async Task Start()
    {
        await Lvs01.Start();
        await Lvs01.WaitFor("lvs01 to own the group", status => status.Cluster![PairFile.Group].Phase == "holding", TimeSpan.FromSeconds(60));
        await Lvs02.Start();
        await WaitUntilSettled();
    }

    public Task<LabDirector> WaitUntilSettled() => _directors.WaitUntilSettled(PairFile.Group, TimeSpan.FromSeconds(60));

    /// <summary>Ends the daemon and starts it again, as a changed section <c>groups</c> needs.</summary>
    public static async Task Restart(LabDirector director)
    {
        await director.Stop();
        await director.Start();
    }

    /// <summary>Waits until the Internet gets answers of the web servers, and a web server those of the databases.</summary>
    public async Task WaitUntilServed()
    {
        await Client.WaitUntilServed(LoneDirector.Web, "web", Evidence);
        await Reader.WaitUntilServed(LoneDirector.Db, "db", Evidence);
    }

    /// <summary>Takes lvs01's power away, and waits until neither service is there: lvs02 cannot take them over.</summary>
    public async Task LoseForGood()
    {
        await Lvs01.PowerOff();
        await Client.WaitUntilLost(LoneDirector.Web);
        await Reader.WaitUntilLost(LoneDirector.Db);
    }

    /// <summary>Name of the instance that the VPC sends an address to; null = none.</summary>
    public string? HolderOf(string address)
    {
        var (book, wanted) = (Vpc.Control.Book, Ip.Parse(address));
        return book.Interfaces.Values.SingleOrDefault(held => held.V4.Contains(wanted))?.InstanceId is { } id ? book.Instances[id].Name : null;
    }

    public string Evidence() =>
        $"{string.Join('\n', _directors.Select(director => $"{director.Name}:\n{director.Daemon?.Output}"))}\ncalls:\n{Vpc.Ec2.Calls}\ndropped:\n{Vpc.Switch.Drops}";

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

    private async Task StartServers()
    {
        (await Command.Run([Programs.Tenbin, "key", "new", KeyFile])).Checked();
        foreach (var instance in Vpc.Instances.OrderBy(one => one.Name, StringComparer.Ordinal))
        {
            if (instance.Name.StartsWith("lvs", StringComparison.Ordinal))
            {
                _directors.Add(await LabDirector.Create(Vpc.Network, instance.Machine));
                continue;
            }

            if (instance.Name.StartsWith("db", StringComparison.Ordinal))
            {
                await instance.Machine.PrepareForDsr(IPAddress.Parse(LoneDirector.DbAddress));
            }
            else if (instance.Interface.SubnetId == Vpc.SubnetId("front"))
            {
                await instance.Machine.SetGateway(IPAddress.Parse(LoneDirector.WebAddress));
            }

            _servers.Add(await PeerServer.Start(instance.Machine, LoneDirector.Port));
        }
    }
}
