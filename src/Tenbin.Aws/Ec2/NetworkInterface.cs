using System.Collections.Immutable;
using System.Net;

namespace Tenbin.Aws.Ec2;

/// <summary>An address of an interface.</summary>
/// <param name="Address">Private IPv4 or IPv6.</param>
/// <param name="IsPrimary">It cannot move.</param>
/// <param name="PublicIp">What stands for it on the Internet; null = nothing.</param>
/// <param name="AllocationId">Of that, if it is an Elastic IP.</param>
public sealed record InterfaceAddress(IPAddress Address, bool IsPrimary = false, IPAddress? PublicIp = null, string? AllocationId = null);

/// <summary>A network interface, as EC2 has it.</summary>
/// <param name="Id"><c>eni-…</c>.</param>
/// <param name="SubnetId"><c>subnet-…</c>.</param>
/// <param name="VpcId"><c>vpc-…</c>.</param>
/// <param name="InstanceId">The instance that it is attached to; null = none.</param>
/// <param name="ChecksSource">Packets that are neither from it nor for it are dropped (source/destination check).</param>
public sealed record NetworkInterface(string Id, string SubnetId, string VpcId, string? InstanceId, bool ChecksSource)
{
    /// <summary>Both families.</summary>
    public ImmutableArray<InterfaceAddress> Addresses { get; init; } = [];

    /// <summary>Ids of its security groups.</summary>
    public ImmutableArray<string> SecurityGroups { get; init; } = [];

    /// <summary>For people: <c>eni-… of i-…</c>.</summary>
    public string Describe() => InstanceId is null ? $"{Id}, which no instance has" : $"{Id} of {InstanceId}";

    internal static NetworkInterface Read(Ec2Element item) => new(
        item.Value("networkInterfaceId") ?? "", item.Value("subnetId") ?? "", item.Value("vpcId") ?? "", item.Find("attachment")?.Value("instanceId"),
        item.Value("sourceDestCheck") != "false")
    {
        Addresses =
        [
            .. from address in item.Items("privateIpAddressesSet")
               where IPAddress.TryParse(address.Value("privateIpAddress"), out _)
               let association = address.Find("association")
               select new InterfaceAddress(
                   IPAddress.Parse(address.Value("privateIpAddress")!), address.Value("primary") == "true",
                   IPAddress.TryParse(association?.Value("publicIp"), out var open) ? open : null, association?.Value("allocationId")),
            .. from address in item.Items("ipv6AddressesSet")
               where IPAddress.TryParse(address.Value("ipv6Address"), out _)
               select new InterfaceAddress(IPAddress.Parse(address.Value("ipv6Address")!), address.Value("isPrimaryIpv6") == "true"),
        ],
        SecurityGroups = [.. item.Items("groupSet").Select(group => group.Value("groupId")).OfType<string>()],
    };
}
