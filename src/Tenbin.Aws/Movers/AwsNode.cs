using System.Collections.Immutable;
using System.Net;
using Tenbin.Addresses;
using Tenbin.Aws.Ec2;
using Tenbin.Aws.Metadata;
using Tenbin.Linux;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Movers;

/// <summary>
/// What this instance knows of itself, kept ready so that a takeover asks for nothing that it could have had before: its
/// interfaces, and the allocations of Elastic IPs. Thread-safe.
/// </summary>
/// <param name="metadata">Tells of this instance.</param>
/// <param name="ec2">Tells of the account.</param>
/// <param name="mac">MAC of an interface of the operating system; null = there is none of that name.</param>
/// <param name="time">Clock.</param>
internal sealed class AwsNode(MetadataClient metadata, Ec2Client ec2, Func<string, MacAddress?> mac, TimeProvider time)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(40);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long At, Task<InstanceInterface> Look)> _looks = [];
    private ImmutableArray<InstanceInterface> _interfaces;
    private ImmutableDictionary<IPAddress, string> _allocations = ImmutableDictionary<IPAddress, string>.Empty;

    public Ec2Client Ec2 => ec2;

    /// <summary>Learns the interfaces anew.</summary>
    /// <exception cref="MetadataException">No usable answer; what was known stays.</exception>
    public async Task<ImmutableArray<InstanceInterface>> LearnInterfaces(CancellationToken deadline)
    {
        var found = await InterfaceReader.ReadAll(metadata, deadline).ConfigureAwait(false);
        lock (_gate)
        {
            _interfaces = found;
        }

        return found;
    }

    /// <summary>Learns the allocations of Elastic IPs.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline; what was known stays.</exception>
    public async Task<IReadOnlyList<ElasticIp>> LearnAllocations(IEnumerable<IPAddress> publicIps, CancellationToken deadline)
    {
        var found = await ec2.DescribeAddresses(publicIps, deadline).ConfigureAwait(false);
        lock (_gate)
        {
            _allocations = _allocations.SetItems(found.Select(one => KeyValuePair.Create(one.PublicIp, one.AllocationId)));
        }

        return found;
    }

    /// <summary>The interface that an address belongs to, as known; asks only when nothing is, or the address fits none.</summary>
    /// <exception cref="ResourceException">None fits.</exception>
    /// <exception cref="MetadataException">Nothing is known, and there is no usable answer.</exception>
    public async ValueTask<InstanceInterface> InterfaceFor(GroupAddress address, CancellationToken deadline)
    {
        ImmutableArray<InstanceInterface> known;
        lock (_gate)
        {
            known = _interfaces;
        }

        try
        {
            return InterfaceMatch.Find(address, known.IsDefault ? await LearnInterfaces(deadline).ConfigureAwait(false) : known, mac);
        }
        catch (ResourceException) when (!known.IsDefault)
        {
            // One may have been attached meanwhile.
            return InterfaceMatch.Find(address, await LearnInterfaces(deadline).ConfigureAwait(false), mac);
        }
    }

    /// <summary>The allocation of an Elastic IP, as known, or as the account has it.</summary>
    /// <exception cref="AwsException">A refusal, no answer before the deadline, or the account does not have it.</exception>
    public async ValueTask<string> Allocation(IPAddress publicIp, CancellationToken deadline)
    {
        if (Known() is { } known)
        {
            return known;
        }

        await LearnAllocations([publicIp], deadline).ConfigureAwait(false);
        return Known() ?? throw new AwsException("DescribeAddresses", "InvalidAddress.NotFound", $"the account has no Elastic IP {publicIp} in this region");

        string? Known()
        {
            lock (_gate)
            {
                return _allocations.GetValueOrDefault(publicIp);
            }
        }
    }

    /// <summary>The interface with its addresses as the metadata has them now. Those who ask together share one look.</summary>
    /// <exception cref="MetadataException">No usable answer.</exception>
    public Task<InstanceInterface> Look(InstanceInterface at, CancellationToken deadline)
    {
        lock (_gate)
        {
            if (!_looks.TryGetValue(at.Id, out var last) || (last.Look.IsCompleted && time.GetElapsedTime(last.At) > s_fresh))
            {
                // Without the caller's deadline: another may share it. Each request has its own timeout.
                last = (time.GetTimestamp(), InterfaceReader.ReadAddresses(metadata, at, CancellationToken.None));
                _looks[at.Id] = last;
            }

            return last.Look.WaitAsync(deadline);
        }
    }
}
