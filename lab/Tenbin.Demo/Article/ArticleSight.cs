using System.Collections.Immutable;
using Tenbin.Cli;
using Tenbin.Cli.Control;
using Tenbin.Cli.Screen;
using Tenbin.Demo.Performing;
using Tenbin.Director;
using Tenbin.Director.Api;
using Tenbin.Lab.Cloud.Article;
using Tenbin.Lab.Directors;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;

namespace Tenbin.Demo.Article;

/// <summary>Looks at directors and VPC: as a person would, by the control API, the interfaces and AWS's book.</summary>
internal sealed class ArticleSight(Traffic traffic) : IPicture
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static readonly (string Name, string Address, string? ElasticIp)[] s_addresses =
    [
        ("web", ArticlePair.WebAddress, ArticlePair.ElasticIp),
        ("delivery", ArticlePair.DeliveryAddress, ArticlePair.DeliveryElasticIp),
        ("db-read", ArticlePair.DbAddress, null),
    ];

    private readonly Dictionary<string, ImmutableHashSet<string>> _onInterface = [];
    private ArticleView _view = ArticleView.Nothing;

    /// <summary>What to show; null while there is nothing.</summary>
    public ArticlePair? Pair { get; set; }

    public async Task Look()
    {
        if (Pair is not { } pair)
        {
            return;
        }

        var reports = await Task.WhenAll(pair.Directors.Select(Ask));
        foreach (var director in pair.Directors)
        {
            _onInterface[director.Name] = AddressesOf(director) ?? _onInterface.GetValueOrDefault(director.Name, []);
        }

        var owner = reports.FirstOrDefault(report => report?.Cluster is { } cluster && cluster.Groups[0].Owner == cluster.Node);
        _view = new ArticleView
        {
            Directors = [.. pair.Directors.Zip(reports, (director, report) => Director(pair, director, report))],
            Addresses = [.. s_addresses.Select(one => new AddressView(
                one.Name, one.Address, one.ElasticIp,
                [.. pair.Directors.Where(director => director.HasPower && _onInterface[director.Name].Contains(one.Address)).Select(director => director.Name)],
                [.. pair.HoldersOf(one.Address)],
                one.ElasticIp is null ? [] : [.. pair.HoldersOf(one.ElasticIp)]))],
            Services = owner is null ? _view.Services : [.. owner.Services.Select(service => Service(pair, service))],
        };
    }

    public IReadOnlyList<Line> Draw(int width, int height)
    {
        var (now, cells) = (traffic.Now, ArticlePicture.Cells(width));
        return ArticlePicture.Lines(
            _view, [.. traffic.Flows.Select(flow => flow.View(traffic.Since, now, cells))], [.. traffic.Kept.Select(flow => flow.View())], width, height);
    }

    private static async Task<StatusReport?> Ask(LabDirector director)
    {
        if (!director.HasPower)
        {
            return null;
        }

        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await new ControlClient(new DirectorPaths { RunDirectory = director.RunDirectory }).StatusAsync(patience.Token);
        }
        catch (Exception e) when (e is VerbException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Null when they cannot be read.</summary>
    private static ImmutableHashSet<string>? AddressesOf(LabDirector director)
    {
        try
        {
            return NetworkNamespace.Open(director.Machine.Namespace).Run(() =>
            {
                using var netlink = RouteNetlink.Open();
                return netlink.Addresses().Select(held => held.Address.ToString()).ToImmutableHashSet();
            });
        }
        catch (LinuxException)
        {
            // The lab is being taken down.
            return null;
        }
    }

    private static DirectorView Director(ArticlePair pair, LabDirector director, StatusReport? report) => new(
        director.Name, pair.Vpc[director.Name].Address.ToString(), director.HasPower, report?.Cluster?.Groups[0], report?.DataPlane.Sessions ?? 0);

    private static ServiceView Service(ArticlePair pair, ServiceStatus service) => new(
        service.Name, service.Listen, service.Servers[0].Forward,
        [.. service.Servers.Select(server => (NameOf(pair, server.Address), server.State == ServerState.Up))]);

    private static string NameOf(ArticlePair pair, string address) =>
        pair.Vpc.Instances.FirstOrDefault(instance => address.StartsWith($"{instance.Address}:", StringComparison.Ordinal))?.Name ?? address;
}
