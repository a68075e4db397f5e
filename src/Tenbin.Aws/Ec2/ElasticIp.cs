using System.Net;

namespace Tenbin.Aws.Ec2;

/// <summary>An Elastic IP of the account.</summary>
/// <param name="PublicIp">Its address.</param>
/// <param name="AllocationId"><c>eipalloc-…</c>.</param>
/// <param name="InterfaceId">Where it is associated; null = nowhere.</param>
/// <param name="PrivateIp">With which address of that interface; null = none.</param>
public sealed record ElasticIp(IPAddress PublicIp, string AllocationId, string? InterfaceId, IPAddress? PrivateIp)
{
    // One of EC2-Classic has no allocation.
    internal static IEnumerable<ElasticIp> Read(Ec2Element item) =>
        IPAddress.TryParse(item.Value("publicIp"), out var open) && item.Value("allocationId") is { } allocation
            ? [new ElasticIp(open, allocation, item.Value("networkInterfaceId"), IPAddress.TryParse(item.Value("privateIpAddress"), out var own) ? own : null)]
            : [];
}
