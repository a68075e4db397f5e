using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Tenbin.Addresses;
using Tenbin.Aws.Ec2;
using Tenbin.Aws.Metadata;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Movers;

/// <summary>
/// What the AWS movers have in common: the interface of the operating system first, then AWS, again and again to the
/// deadline, and only while the group's lease lasts, since the runner ends the call with it. What AWS has is never taken back
/// at a release: it stays here, behind a closed gate, until the next owner takes it, so that nothing lies in between.
/// </summary>
public abstract partial class CloudMover : IAddressMover
{
    private readonly ConcurrentDictionary<IPAddress, bool> _unknown = [];
    private readonly IAddressMover? _local;
    private readonly Func<GroupAddress, bool> _isExclusive;
    private readonly Action<MovePhase> _report;
    private readonly ILogger _log;

    private protected CloudMover(MoverParts parts, bool isLocalToo)
    {
        (_local, _isExclusive, _report, _log) = (isLocalToo ? parts.Local : null, parts.IsExclusive, parts.Report, parts.Log);
        (Node, Options, Time) = (parts.Node, parts.Options, parts.Time);
    }

    private protected AwsNode Node { get; }

    private protected MoverOptions Options { get; }

    private protected TimeProvider Time { get; }

    /// <inheritdoc/>
    public async Task Acquire(GroupAddress address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        var start = Time.GetTimestamp();
        if (_local is not null)
        {
            await _local.Acquire(address, cancellation).ConfigureAwait(false);
            Report(address, MovePhases.Interface, start);
        }

        using var timeout = new CancellationTokenSource(Options.MoveTimeout, Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            await MoveAsync(address, deadline.Token).ConfigureAwait(false);
            Report(address, MovePhases.Whole, start);
        }
        catch (AwsException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ResourceException($"address {address.Address} cannot be moved here: {e.Message}", e);
        }
        catch (MetadataException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ResourceException($"address {address.Address} cannot be moved here: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ResourceException(
                $"address {address.Address}: AWS has not shown it here within 'aws.move-timeout', {Options.MoveTimeout.TotalSeconds:0.###} s, though it refused nothing: another machine may take it again and again; "
                + "look in CloudTrail who assigns it", e);
        }
    }

    /// <inheritdoc/>
    public async Task Release(GroupAddress address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (_local is not null)
        {
            await _local.Release(address, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RelievedException">AWS shows it elsewhere, and the right to it is not exclusive.</exception>
    public async Task<string?> FindFault(GroupAddress address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (_local is not null && await _local.FindFault(address, cancellation).ConfigureAwait(false) is { } fault)
        {
            return fault;
        }

        try
        {
            var missing = await FindMissing(address, cancellation).ConfigureAwait(false);
            if (_unknown.TryRemove(address.Address, out _))
            {
                LogKnownAgain(address.Address);
            }

            return missing is null || _isExclusive(address)
                ? missing
                : throw new RelievedException($"{missing}; the lease of this node is not exclusive, so the one that AWS has is believed");
        }
        catch (Exception e) when (e is MetadataException or AwsException)
        {
            // Not knowing is no reason to take it again each second.
            if (_unknown.TryAdd(address.Address, true))
            {
                LogUnknown(address.Address, e.Message);
            }

            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<AddressHolder> WhoHolds(GroupAddress address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            // Not the link: in a VPC the fabric itself answers for every address.
            bool? here = _local is null ? null : await _local.FindFault(address, cancellation).ConfigureAwait(false) is null;
            var target = await FindTarget(address, cancellation).ConfigureAwait(false);
            var (kind, other) = (target, here) switch
            {
                ({ IsHere: true }, false) => (HolderKind.Nobody, $"AWS sends it to {target.Name} of this node, where no interface of the system has it"),
                ({ IsHere: true }, _) => (HolderKind.Here, null),
                (null, true) => (HolderKind.Nobody, "an interface of this node has it, and AWS sends it to nobody"),
                (null, _) => (HolderKind.Nobody, null),
                (_, true) => (HolderKind.Contested, $"AWS sends it to {target.Name}"),
                _ => (HolderKind.Elsewhere, target.Name),
            };
            return new AddressHolder(kind, other) { IsOnInterface = here, Cloud = target };
        }
        catch (Exception e) when (e is MetadataException or AwsException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ResourceException($"who holds {address.Address} cannot be asked: {e.Message}", e);
        }
    }

    /// <summary>Makes AWS send the address to this instance, until that shows or the deadline passes.</summary>
    private protected abstract Task MoveAsync(GroupAddress address, CancellationToken deadline);

    /// <summary>Looks by metadata whether it still is so; null = it is.</summary>
    private protected abstract Task<string?> FindMissing(GroupAddress address, CancellationToken cancellation);

    /// <summary>Asks the API where it goes; null = nowhere.</summary>
    private protected abstract Task<CloudTarget?> FindTarget(GroupAddress address, CancellationToken cancellation);

    /// <summary>An interface as the target of an address; it is asked for by id where it is not this instance's own.</summary>
    private protected async Task<CloudTarget> TargetOf(string interfaceId, InstanceInterface own, CancellationToken cancellation)
    {
        if (interfaceId == own.Id)
        {
            return new CloudTarget(own.Id, true) { Addresses = own.Addresses };
        }

        return await Node.Ec2.DescribeInterfaces([interfaceId], cancellation).ConfigureAwait(false) is [var found, ..]
            ? TargetOf(found, own)
            : new CloudTarget(interfaceId, false);
    }

    /// <summary>The same of one that is described already.</summary>
    private protected static CloudTarget TargetOf(NetworkInterface found, InstanceInterface own) =>
        new(found.Describe(), found.Id == own.Id) { Addresses = [.. found.Addresses.Select(address => address.Address)] };

    private protected void Report(GroupAddress address, string phase, long start)
    {
        var took = Time.GetElapsedTime(start);
        LogPhase(address.Address, phase, took.TotalSeconds);
        _report(new MovePhase(address.Address, phase, took));
    }

    private protected async Task Timed(GroupAddress address, string phase, Task work)
    {
        var start = Time.GetTimestamp();
        await work.ConfigureAwait(false);
        Report(address, phase, start);
    }

    /// <summary>Moves and looks, and moves again if it does not show.</summary>
    private protected async Task Settle(
        GroupAddress address, Func<CancellationToken, Task> move, Func<CancellationToken, Task<bool>>? byMetadata, Func<CancellationToken, Task<bool>> byApi,
        CancellationToken deadline)
    {
        while (true)
        {
            await move(deadline).ConfigureAwait(false);
            var start = Time.GetTimestamp();
            var confirmed = await new Confirmation(Options, Time).Run(byMetadata, byApi, source => Report(address, source, start), deadline).ConfigureAwait(false);
            switch (confirmed)
            {
                case Confirmed.ByBoth:
                    return;
                case Confirmed.ByMetadata:
                    LogOneSource(address.Address, "the metadata", "the API");
                    return;
                case Confirmed.ByApi:
                    LogOneSource(address.Address, "the API", "the metadata");
                    return;
                default:
                    LogAgain(address.Address, Options.Repeat.TotalSeconds);
                    break;
            }
        }
    }
}
