using Microsoft.Extensions.Logging;
using Tenbin.Addresses;
using Tenbin.Addresses.Local;
using Tenbin.Aws;
using Tenbin.Aws.Checks;
using Tenbin.Aws.Movers;
using Tenbin.Aws.Registers;
using Tenbin.Cluster.Witness;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Clustering;

/// <summary>What a node has to do with AWS: movers, a witness register, and what is checked at the start.</summary>
internal sealed partial class Cloud : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly AwsSession _session;
    private readonly RouteNetlink _netlink = RouteNetlink.Open();
    private readonly AwsMovers? _movers;
    private readonly IDisposable? _register;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private Cloud(
        TenbinConfig config, string node, LocalMover local, Func<int, bool> isExclusive, Action<int, MovePhase> report, TimeProvider time, ILoggerFactory loggers)
    {
        (_time, _log) = (time, loggers.CreateLogger("aws"));
        _session = new AwsSession(config.Aws, Environment.GetEnvironmentVariable, time, loggers);
        if (NeedsMovers(config))
        {
            var groups = config.Groups.SelectMany((group, index) => group.Addresses.Select(address => (address.Address, index))).ToDictionary();
            _movers = new AwsMovers(
                _session, node, config.Groups, new MoverOptions { MoveTimeout = config.Aws.MoveTimeout }, local, FindMac,
                address => isExclusive(groups[address.Address]), phase => report(groups[phase.Address], phase), _log);
        }

        var cluster = config.Cluster!;
        Register = cluster.Witness switch
        {
            { Type: WitnessType.DynamoDb } witness => new DynamoDbRegister(_session, witness, cluster.Name, cluster.Heartbeat.Lease / 4, _log),
            { Type: WitnessType.S3 } witness => new S3Register(_session, witness, cluster.Name, cluster.Heartbeat.Lease / 4, _log),
            _ => null,
        };
        _register = Register as IDisposable;
    }

    /// <summary>The AWS movers; empty when the file names none.</summary>
    public IReadOnlyDictionary<MoverKind, IAddressMover> Movers => _movers?.ByKind ?? new Dictionary<MoverKind, IAddressMover>();

    /// <summary>The witness register; null when it is none of AWS.</summary>
    public IWitnessRegister? Register { get; }

    /// <summary>Null when the file has nothing to do with AWS.</summary>
    /// <param name="config">The file, of a node.</param>
    /// <param name="node">Name of this one.</param>
    /// <param name="local">Puts addresses on interfaces.</param>
    /// <param name="isExclusive">By group: its lease is held by a majority.</param>
    /// <param name="report">Told of each part of a takeover, by group; quick, on any thread.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Logs.</param>
    /// <exception cref="StartupException">The environment makes no sense.</exception>
    public static Cloud? Open(
        TenbinConfig config, string node, LocalMover local, Func<int, bool> isExclusive, Action<int, MovePhase> report, TimeProvider time, ILoggerFactory loggers)
    {
        if (!NeedsMovers(config) && config.Cluster?.Witness is not { Type: not WitnessType.Etcd })
        {
            return null;
        }

        try
        {
            return new Cloud(config, node, local, isExclusive, report, time, loggers);
        }
        catch (AwsException e)
        {
            throw new StartupException(ExitStatus.BadUsage, e.Message, e);
        }
    }

    /// <summary>Logs what a failover would run into. Ends without an exception.</summary>
    public async Task CheckAsync(TenbinConfig config, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(s_patience, _time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        foreach (var finding in await new AwsChecks(_session, FindMac).Run(config, deadline.Token).ConfigureAwait(false))
        {
            if (!stop.IsCancellationRequested)
            {
                LogFinding(finding.Severity == AwsSeverity.Error ? LogLevel.Error : LogLevel.Warning, finding);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_movers is not null)
        {
            await _movers.DisposeAsync().ConfigureAwait(false);
        }

        _register?.Dispose();
        _session.Dispose();
        _netlink.Dispose();
    }

    private static bool NeedsMovers(TenbinConfig config) => config.Groups.Any(group => group.Addresses.Any(address => address.IsOfAws));

    private MacAddress? FindMac(string name) => _netlink.Links().FirstOrDefault(link => link.Name == name)?.Mac;

    [LoggerMessage(EventId = 1110, Message = "AWS: {Finding}")]
    private partial void LogFinding(LogLevel level, AwsFinding finding);
}
