using System.Collections.Immutable;
using System.Net;
using Tenbin.Linux;

namespace Tenbin.Aws.Metadata;

/// <summary>A network interface of the instance, as its metadata has it.</summary>
/// <param name="Mac">Tells which interface of the operating system it is.</param>
/// <param name="Id"><c>eni-…</c>.</param>
/// <param name="Device">Its place; 0 = the primary one.</param>
/// <param name="SubnetId"><c>subnet-…</c>.</param>
/// <param name="VpcId"><c>vpc-…</c>.</param>
public sealed record InstanceInterface(MacAddress Mac, string Id, int Device, string SubnetId, string VpcId)
{
    /// <summary>Its private IPv4 addresses, the primary one first, and its IPv6 addresses.</summary>
    public ImmutableArray<IPAddress> Addresses { get; init; } = [];

    /// <summary>The networks of its subnet.</summary>
    public ImmutableArray<IPNetwork> Networks { get; init; } = [];

    /// <summary>Public IPv4 addresses that come to it, each with the private one that it stands for.</summary>
    public ImmutableDictionary<IPAddress, IPAddress> Public { get; init; } = ImmutableDictionary<IPAddress, IPAddress>.Empty;
}
