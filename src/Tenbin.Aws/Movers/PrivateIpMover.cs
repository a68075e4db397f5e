using System.Net;
using System.Net.Sockets;
using Tenbin.Addresses;
using Tenbin.Aws.Metadata;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Movers;

/// <summary>
/// Mover <c>aws-private-ip</c>: an address of the subnet is assigned to the interface of this instance that is in that subnet,
/// whoever had it before. Its Elastic IP follows by itself, and is associated only when it did not. An IPv6 address cannot be
/// reassigned: it is taken from the other first, and lies nowhere for the time of one call.
/// </summary>
public sealed class PrivateIpMover : CloudMover
{
    private readonly Gathering _gathering;
    private readonly ElasticIps _elasticIps;
    private readonly Routes _routes;

    internal PrivateIpMover(MoverParts parts)
        : base(parts, isLocalToo: true)
    {
        _gathering = new Gathering(parts.Node.Ec2, parts.Time);
        _elasticIps = new ElasticIps(parts.Node, parts.Name);
        _routes = new Routes(parts.Node.Ec2, parts.Options, parts.Time);
    }

    private protected override async Task MoveAsync(GroupAddress address, CancellationToken deadline)
    {
        var at = await Node.InterfaceFor(address, deadline).ConfigureAwait(false);
        await Task.WhenAll(
            AddressAsync(address, at, deadline),
            address.DefaultRouteTables.IsEmpty ? Task.CompletedTask : Timed(address, MovePhases.Routes, _routes.Set(address, at.Id, deadline))).ConfigureAwait(false);
    }

    private protected override async Task<string?> FindMissing(GroupAddress address, CancellationToken cancellation)
    {
        var known = await Node.InterfaceFor(address, cancellation).ConfigureAwait(false);
        var at = await Node.Look(known, cancellation).ConfigureAwait(false);
        return !at.Addresses.Contains(address.Address) ? $"AWS does not have the address on {at.Id} of this instance any more"
            : address.ElasticIp is { } elastic && !Equals(at.Public.GetValueOrDefault(elastic), address.Address) ? $"AWS does not send the Elastic IP {elastic} to the address any more"
            : _routes.FindMissing(address, at.Id);
    }

    private protected override async Task<CloudTarget?> FindTarget(GroupAddress address, CancellationToken cancellation)
    {
        var at = await Node.InterfaceFor(address, cancellation).ConfigureAwait(false);
        if (await Node.Ec2.FindInterfaces(at.VpcId, address.Address, cancellation).ConfigureAwait(false) is not [var found, ..])
        {
            return null;
        }

        var open = found.Addresses.FirstOrDefault(one => one.Address.Equals(address.Address))?.PublicIp;
        return TargetOf(found, at) with
        {
            Lacks = address.ElasticIp is { } elastic && !elastic.Equals(open) ? $"the Elastic IP {elastic} does not lead to it" : null,
        };
    }

    private Task AddressAsync(GroupAddress address, InstanceInterface at, CancellationToken deadline) => Settle(
        address,
        async end =>
        {
            await Timed(address, MovePhases.Assign, AssignAsync(address, at, end)).ConfigureAwait(false);
            if (address.ElasticIp is { } elastic)
            {
                await Timed(address, MovePhases.ElasticIp, FollowAsync(address, elastic, at, end)).ConfigureAwait(false);
            }
        },
        async end => (await Node.Look(at, end).ConfigureAwait(false)) is var now && now.Addresses.Contains(address.Address)
            && (address.ElasticIp is not { } elastic || Equals(now.Public.GetValueOrDefault(elastic), address.Address)),
        async end => (await Node.Ec2.DescribeInterfaces([at.Id], end).ConfigureAwait(false))
            .Any(one => one.Addresses.Any(held => held.Address.Equals(address.Address) && (address.ElasticIp is null || address.ElasticIp.Equals(held.PublicIp)))),
        deadline);

    // An answer that is late does not keep what AWS has done already.
    private async Task AssignAsync(GroupAddress address, InstanceInterface at, CancellationToken deadline)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        var call = address.Address.AddressFamily == AddressFamily.InterNetwork
            ? _gathering.Assign(at.Id, address.Address, end.Token)
            : AssignIpv6Async(address.Address, at, end.Token);
        var isSeen = SeenAsync(address, at, end.Token);
        try
        {
            await Task.WhenAny(call, isSeen).ConfigureAwait(false);
            if (isSeen.IsCompletedSuccessfully && !call.IsCompleted)
            {
                LogTrusted(address.Address);
            }
            else
            {
                await call.ConfigureAwait(false);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            _ = call.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private async Task AssignIpv6Async(IPAddress address, InstanceInterface at, CancellationToken deadline)
    {
        var holders = await Node.Ec2.FindInterfaces(at.VpcId, address, deadline).ConfigureAwait(false);
        if (holders.Any(holder => holder.Id == at.Id))
        {
            return;
        }

        foreach (var holder in holders)
        {
            await Node.Ec2.UnassignIpv6(holder.Id, [address], deadline).ConfigureAwait(false);
        }

        await Node.Ec2.AssignIpv6(at.Id, [address], deadline).ConfigureAwait(false);
    }

    private async Task SeenAsync(GroupAddress address, InstanceInterface at, CancellationToken end)
    {
        while (true)
        {
            await Task.Delay(Options.Trust, Time, end).ConfigureAwait(false);
            try
            {
                if ((await Node.Look(at, end).ConfigureAwait(false)).Addresses.Contains(address.Address))
                {
                    return;
                }
            }
            catch (MetadataException)
            {
                // Then the call's own answer is what there is.
            }
        }
    }

    private async Task FollowAsync(GroupAddress address, IPAddress elastic, InstanceInterface at, CancellationToken deadline)
    {
        if (await _elasticIps.Follow(elastic, at.Id, address.Address, deadline).ConfigureAwait(false))
        {
            LogAssociated(elastic, address.Address);
        }
    }
}
