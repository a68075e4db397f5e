using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Tenbin.Aws.Ec2;
using Tenbin.Aws.Metadata;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>Gathers what AWS knows of the directors and their real servers. Judges nothing, and changes nothing.</summary>
/// <param name="session">How AWS is reached.</param>
/// <param name="machine">What the operating system has; null = not known.</param>
internal sealed class CloudCollector(AwsSession session, MachineFacts? machine)
{
    private readonly ConcurrentQueue<AwsException> _refusals = [];
    private TimeSpan? _latency;

    /// <summary>Calls that had no good answer.</summary>
    public IEnumerable<AwsException> Refusals => _refusals.DistinctBy(refusal => refusal.Action);

    /// <exception cref="MetadataException">No usable answer of the metadata.</exception>
    public async Task<CloudFacts> Collect(TenbinConfig config, CancellationToken deadline)
    {
        var metadata = session.Metadata ?? throw new MetadataException("AWS_EC2_METADATA_DISABLED is set in the environment");
        var own = await InterfaceReader.ReadAll(metadata, deadline).ConfigureAwait(false);
        if (own.IsEmpty)
        {
            return new CloudFacts { Config = config, Own = own };
        }

        var vpc = own[0].VpcId;
        var wayOut = Try(async () => await session.Ec2.FindRouteTable(vpc, own[0].SubnetId, deadline).ConfigureAwait(false), null);
        var api = Try(() => ResolveAsync(deadline), []);
        var interfaces = await InterfacesAsync(config, own, vpc, deadline).ConfigureAwait(false);
        var subnets = Try(() => session.Ec2.DescribeSubnets(interfaces.Select(one => one.SubnetId).Distinct(), deadline), [], interfaces.Count > 0);
        string[] groups = [.. interfaces.SelectMany(one => one.SecurityGroups).Distinct()];
        var security = Try(() => session.Ec2.DescribeSecurityGroups(groups, deadline), [], groups.Length > 0);
        return new CloudFacts
        {
            Config = config,
            Own = own,
            Machine = machine,
            ApiLatency = _latency,
            Interfaces = interfaces,
            Subnets = await subnets.ConfigureAwait(false),
            SecurityGroups = await security.ConfigureAwait(false),
            WayOut = await wayOut.ConfigureAwait(false),
            ApiAddresses = await api.ConfigureAwait(false),
        };
    }

    private async Task<IReadOnlyList<NetworkInterface>> InterfacesAsync(TenbinConfig config, ImmutableArray<InstanceInterface> own, string vpc, CancellationToken deadline)
    {
        var nodes = config.Cluster?.Nodes.SelectMany(node => node.Addresses).ToHashSet() ?? [];
        var wanted = config.Services.SelectMany(service => service.Servers).Select(server => server.Address.Address).Concat(nodes).Concat(Virtual(config)).Distinct();
        var mine = Try(() => Timed(session.Ec2.DescribeInterfaces(own.Select(one => one.Id), deadline)), []);
        var found = await Try(() => session.Ec2.FindInterfaces(vpc, wanted, deadline), []).ConfigureAwait(false);
        string[] directors = [.. found.Where(one => one.Addresses.Any(held => nodes.Contains(held.Address))).Select(one => one.InstanceId).OfType<string>().Distinct()];
        var theirs = await Try(() => session.Ec2.FindInterfacesOf(vpc, directors, deadline), [], directors.Length > 0).ConfigureAwait(false);
        return [.. (await mine.ConfigureAwait(false)).Concat(found).Concat(theirs).DistinctBy(one => one.Id)];
    }

    private static IEnumerable<IPAddress> Virtual(TenbinConfig config) =>
        config.Groups.SelectMany(group => group.Addresses).Where(address => address.Mover is MoverKind.Local or MoverKind.AwsPrivateIp).Select(address => address.Address)
            .Concat(config.Services.Select(service => service.Listen.Address).Where(address => config.GroupOf(address) is null));

    private async Task<T> Timed<T>(Task<T> call)
    {
        var start = session.Time.GetTimestamp();
        var answer = await call.ConfigureAwait(false);
        _latency = session.Time.GetElapsedTime(start);
        return answer;
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(CancellationToken deadline)
    {
        var (endpoint, _) = await session.Api.Get(deadline).ConfigureAwait(false);
        try
        {
            return await Dns.GetHostAddressesAsync(endpoint.IdnHost, deadline).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            throw new AwsException("DNS", AwsException.NoAnswer, $"{endpoint.IdnHost} cannot be resolved: {e.Message}", cause: e);
        }
    }

    private async Task<T> Try<T>(Func<Task<T>> ask, T otherwise, bool isWanted = true)
    {
        try
        {
            return isWanted ? await ask().ConfigureAwait(false) : otherwise;
        }
        catch (AwsException e)
        {
            _refusals.Enqueue(e);
            return otherwise;
        }
    }
}
