using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Tenbin.Aws.Ec2;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Movers;

/// <summary>The routes that go along with an address, in all their tables at once. Thread-safe.</summary>
internal sealed class Routes(Ec2Client ec2, MoverOptions options, TimeProvider time)
{
    private static readonly IPNetwork s_default4 = IPNetwork.Parse("0.0.0.0/0"), s_default6 = IPNetwork.Parse("::/0");

    private readonly ConcurrentDictionary<IPAddress, Watch> _watches = [];

    // A look that runs is another's to await no more than its fault: the next one asks anew.
    private sealed record Watch(long At, Task<string?> Look);

    /// <summary>Sends all of them to an interface.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task Set(GroupAddress address, string interfaceId, CancellationToken deadline)
    {
        await Task.WhenAll(Of(address).Select(route => ec2.SetRoute(route.Table, route.To, interfaceId, deadline))).ConfigureAwait(false);
        _watches.TryRemove(address.Address, out _);
    }

    /// <summary>What the API shows amiss; null = nothing.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task<string?> Ask(GroupAddress address, string interfaceId, CancellationToken deadline)
    {
        var wanted = Of(address);
        if (wanted.Length == 0)
        {
            return null;
        }

        var tables = await ec2.DescribeRouteTables(wanted.Select(route => route.Table).Distinct(), deadline).ConfigureAwait(false);
        foreach (var (table, to) in wanted)
        {
            var found = tables.FirstOrDefault(one => one.Id == table)?.Routes.FirstOrDefault(route => route.To.Equals(to));
            if (found?.InterfaceId != interfaceId)
            {
                return $"the route to {to} in {table} goes to {(found is null ? "nowhere" : found.InterfaceId ?? "something that is no interface")}, not to {interfaceId} of this instance";
            }
        }

        return null;
    }

    /// <summary>What the last look by the API showed amiss; begins another now and then. Does not wait.</summary>
    public string? FindMissing(GroupAddress address, string interfaceId)
    {
        if (Of(address).Length == 0)
        {
            return null;
        }

        var last = _watches.GetValueOrDefault(address.Address);
        if (last is null || (last.Look.IsCompleted && time.GetElapsedTime(last.At) > options.RouteLook))
        {
            _watches[address.Address] = new Watch(time.GetTimestamp(), LookAsync(address, interfaceId));
        }

        return last is { Look.IsCompletedSuccessfully: true } ? last.Look.Result : null;
    }

    private async Task<string?> LookAsync(GroupAddress address, string interfaceId)
    {
        using var deadline = new CancellationTokenSource(options.RouteLook, time);
        try
        {
            return await Ask(address, interfaceId, deadline.Token).ConfigureAwait(false);
        }
        catch (AwsException)
        {
            // Not knowing is no fault of the route.
            return null;
        }
    }

    private static (string Table, IPNetwork To)[] Of(GroupAddress address)
    {
        var isV4 = address.Address.AddressFamily == AddressFamily.InterNetwork;
        return
        [
            .. address.RouteTables.Select(table => (table, new IPNetwork(address.Address, isV4 ? 32 : 128))),
            .. address.DefaultRouteTables.Select(table => (table, isV4 ? s_default4 : s_default6)),
        ];
    }
}
