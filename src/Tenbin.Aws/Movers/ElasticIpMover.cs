using Tenbin.Addresses;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Movers;

/// <summary>
/// Mover <c>aws-elastic-ip</c>: an Elastic IP is associated with an own address of this instance's interface, without a
/// moment in which it is with nobody. Packets arrive with that private address, so no interface gets the Elastic IP.
/// </summary>
public sealed class ElasticIpMover : CloudMover
{
    private readonly ElasticIps _elasticIps;
    private readonly Routes _routes;

    internal ElasticIpMover(MoverParts parts)
        : base(parts, isLocalToo: false)
    {
        _elasticIps = new ElasticIps(parts.Node, parts.Name);
        _routes = new Routes(parts.Node.Ec2, parts.Options, parts.Time);
    }

    private protected override async Task MoveAsync(GroupAddress address, CancellationToken deadline)
    {
        var at = await Node.InterfaceFor(address, deadline).ConfigureAwait(false);
        var own = _elasticIps.OwnAddress(address, at);
        await Task.WhenAll(
            Settle(
                address,
                end => Timed(address, MovePhases.ElasticIp, _elasticIps.Associate(address.Address, at.Id, own, end)),
                async end => Equals((await Node.Look(at, end).ConfigureAwait(false)).Public.GetValueOrDefault(address.Address), own),
                async end => (await Node.LearnAllocations([address.Address], end).ConfigureAwait(false)).Any(one => one.InterfaceId == at.Id && own.Equals(one.PrivateIp)),
                deadline),
            address.DefaultRouteTables.IsEmpty ? Task.CompletedTask : Timed(address, MovePhases.Routes, _routes.Set(address, at.Id, deadline))).ConfigureAwait(false);
    }

    private protected override async Task<string?> FindMissing(GroupAddress address, CancellationToken cancellation)
    {
        var known = await Node.InterfaceFor(address, cancellation).ConfigureAwait(false);
        return (await Node.Look(known, cancellation).ConfigureAwait(false)).Public.ContainsKey(address.Address)
            ? _routes.FindMissing(address, known.Id)
            : $"AWS does not send the Elastic IP to {known.Id} of this instance any more";
    }

    private protected override async Task<CloudTarget?> FindTarget(GroupAddress address, CancellationToken cancellation)
    {
        var at = await Node.InterfaceFor(address, cancellation).ConfigureAwait(false);
        return await Node.LearnAllocations([address.Address], cancellation).ConfigureAwait(false) is [{ InterfaceId: { } target }, ..]
            ? await TargetOf(target, at, cancellation).ConfigureAwait(false)
            : null;
    }
}
