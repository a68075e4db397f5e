using System.Net;
using Tenbin.Addresses;
using Tenbin.Aws.Metadata;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Movers;

/// <summary>
/// Mover <c>aws-route</c>: an address outside the VPC's networks, which route tables send to an interface of this instance, in
/// whatever zone it is; its source/destination check must be off. The Elastic IP, if there is one, comes to an own
/// address of that interface.
/// </summary>
public sealed class RouteMover : CloudMover
{
    private readonly Routes _routes;
    private readonly ElasticIps _elasticIps;

    internal RouteMover(MoverParts parts)
        : base(parts, isLocalToo: true)
    {
        _routes = new Routes(parts.Node.Ec2, parts.Options, parts.Time);
        _elasticIps = new ElasticIps(parts.Node, parts.Name);
    }

    private protected override async Task MoveAsync(GroupAddress address, CancellationToken deadline)
    {
        var at = await Node.InterfaceFor(address, deadline).ConfigureAwait(false);
        await Task.WhenAll(
            Settle(
                address,
                end => Timed(address, MovePhases.Routes, _routes.Set(address, at.Id, end)),
                // Metadata knows nothing of routes.
                null,
                async end => await _routes.Ask(address, at.Id, end).ConfigureAwait(false) is null,
                deadline),
            address.ElasticIp is { } elastic ? ElasticAsync(address, elastic, at, deadline) : Task.CompletedTask).ConfigureAwait(false);
    }

    private protected override async Task<string?> FindMissing(GroupAddress address, CancellationToken cancellation)
    {
        var known = await Node.InterfaceFor(address, cancellation).ConfigureAwait(false);
        if (address.ElasticIp is { } elastic && !(await Node.Look(known, cancellation).ConfigureAwait(false)).Public.ContainsKey(elastic))
        {
            return $"AWS does not send the Elastic IP {elastic} to {known.Id} of this instance any more";
        }

        return _routes.FindMissing(address, known.Id);
    }

    private protected override async Task<CloudTarget?> FindTarget(GroupAddress address, CancellationToken cancellation)
    {
        var at = await Node.InterfaceFor(address, cancellation).ConfigureAwait(false);
        var to = new IPNetwork(address.Address, address.PrefixLength);
        var tables = await Node.Ec2.DescribeRouteTables(address.RouteTables, cancellation).ConfigureAwait(false);
        var targets = tables.Select(table => table.Routes.FirstOrDefault(route => route.To.Equals(to))?.InterfaceId).Distinct().ToList();
        return targets switch
        {
            [] or [null] => null,
            [{ } one] => await TargetOf(one, at, cancellation).ConfigureAwait(false) with { Lacks = await LackOf(address, one, cancellation).ConfigureAwait(false) },
            _ => new CloudTarget(string.Join(" and ", targets.Select(target => target ?? "nowhere")), false),
        };
    }

    private async Task<string?> LackOf(GroupAddress address, string interfaceId, CancellationToken cancellation) =>
        address.ElasticIp is not { } elastic
            || (await Node.LearnAllocations([elastic], cancellation).ConfigureAwait(false) is [{ InterfaceId: { } target }, ..] && target == interfaceId)
            ? null
            : $"the Elastic IP {elastic} does not lead there";

    private Task ElasticAsync(GroupAddress address, IPAddress elastic, InstanceInterface at, CancellationToken deadline) =>
        Timed(address, MovePhases.ElasticIp, _elasticIps.Associate(elastic, at.Id, _elasticIps.OwnAddress(address, at), deadline));
}
