using System.Net;
using Microsoft.Extensions.Logging;
using Tenbin.Addresses;
using Tenbin.Aws.Metadata;
using Tenbin.Linux;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Movers;

/// <summary>The three AWS movers of a daemon, and what keeps them ready.</summary>
public sealed partial class AwsMovers : IAsyncDisposable
{
    private readonly AwsNode _node;
    private readonly AwsSession _session;
    private readonly MoverOptions _options;
    private readonly IPAddress[] _elastic;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _warming;
    private string? _told;

    /// <summary>Begins to get ready.</summary>
    /// <param name="session">How AWS is reached; disposed of by whoever made it.</param>
    /// <param name="node">Name of this node in the file.</param>
    /// <param name="groups">What may have to be moved.</param>
    /// <param name="options">Times.</param>
    /// <param name="local">Puts addresses on interfaces of the system.</param>
    /// <param name="mac">MAC of an interface of the system; null = there is none of that name.</param>
    /// <param name="isExclusive">The lease of the address's group is held by a majority: nobody else may have it.</param>
    /// <param name="report">Told of each phase of a takeover; quick, on any thread.</param>
    /// <param name="log">Told of phases and doubts.</param>
    /// <exception cref="AwsException">The metadata service is disabled by the environment.</exception>
    public AwsMovers(
        AwsSession session, string node, IReadOnlyList<GroupSettings> groups, MoverOptions options, IAddressMover local, Func<string, MacAddress?> mac,
        Func<GroupAddress, bool> isExclusive, Action<MovePhase> report, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(groups);
        (_session, _options, _log) = (session, options, log);
        _node = new AwsNode(Metadata(session), session.Ec2, mac, session.Time);
        _elastic = [.. groups.SelectMany(group => group.Addresses).SelectMany(ElasticIpsOf).Distinct()];
        var parts = new MoverParts
        {
            Node = _node, Name = node, Local = local, IsExclusive = isExclusive, Report = report, Options = options, Time = session.Time, Log = log,
        };
        ByKind = new Dictionary<MoverKind, IAddressMover>
        {
            [MoverKind.AwsPrivateIp] = new PrivateIpMover(parts),
            [MoverKind.AwsElasticIp] = new ElasticIpMover(parts),
            [MoverKind.AwsRoute] = new RouteMover(parts),
        };
        _warming = KeepWarmAsync(_stop.Token);
    }

    /// <summary>The movers.</summary>
    public IReadOnlyDictionary<MoverKind, IAddressMover> ByKind { get; }

    /// <summary>Ends keeping them ready.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _warming.ConfigureAwait(false);
        _stop.Dispose();
    }

    internal static IEnumerable<IPAddress> ElasticIpsOf(GroupAddress address) =>
        address.Mover == MoverKind.AwsElasticIp ? [address.Address] : address.ElasticIp is { } elastic ? [elastic] : [];

    private static MetadataClient Metadata(AwsSession session) => session.Metadata ?? throw new AwsException(
        "metadata", AwsException.NoAnswer, "the AWS movers need the instance's metadata, and AWS_EC2_METADATA_DISABLED is set in the daemon's environment; remove it, or set 'aws.metadata'");

    private async Task KeepWarmAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await WarmAsync(stop).ConfigureAwait(false);
                await Task.Delay(_options.WarmEvery, _session.Time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    // One call each round: it keeps a connection open through TLS, and tells today what a failover would run into.
    private async Task WarmAsync(CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(_options.WarmEvery, _session.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            var interfaces = await _node.LearnInterfaces(deadline.Token).ConfigureAwait(false);
            await _session.Credentials.Refresh(deadline.Token).ConfigureAwait(false);
            await (_elastic.Length > 0
                ? _node.LearnAllocations(_elastic, deadline.Token)
                : (Task)_session.Ec2.DescribeInterfaces(interfaces.Select(one => one.Id), deadline.Token)).ConfigureAwait(false);
            if (_told is not null)
            {
                _told = null;
                LogReady();
            }
        }
        catch (Exception e) when (e is AwsException or MetadataException)
        {
            stop.ThrowIfCancellationRequested();
            if (_told != e.Message)
            {
                _told = e.Message;
                LogNotReady(e.Message);
            }
        }
    }

    [LoggerMessage(4420, LogLevel.Warning, "AWS could not be asked, so that a takeover would not succeed now: {Reason}")]
    private partial void LogNotReady(string reason);

    [LoggerMessage(4421, LogLevel.Information, "AWS can be asked again.")]
    private partial void LogReady();
}
