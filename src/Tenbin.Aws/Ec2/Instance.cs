using System.Globalization;

namespace Tenbin.Aws.Ec2;

/// <summary>An instance.</summary>
/// <param name="Id"><c>i-…</c>.</param>
/// <param name="Type">E.g. <c>t4g.small</c>.</param>
/// <param name="SubnetId">Of its primary interface.</param>
/// <param name="ChecksSource">Source/destination check of its primary interface.</param>
public sealed record Instance(string Id, string Type, string SubnetId, bool ChecksSource)
{
    internal static Instance Read(Ec2Element item) => new(
        item.Value("instanceId") ?? "", item.Value("instanceType") ?? "", item.Value("subnetId") ?? "", item.Value("sourceDestCheck") != "false");
}

/// <summary>What an instance type can have.</summary>
/// <param name="Name">E.g. <c>t4g.small</c>.</param>
/// <param name="Interfaces">The most interfaces.</param>
/// <param name="Ipv4Addresses">The most private IPv4 addresses on each, the primary one included.</param>
/// <param name="Ipv6Addresses">The most IPv6 addresses on each.</param>
public sealed record InstanceType(string Name, int Interfaces, int Ipv4Addresses, int Ipv6Addresses)
{
    internal static InstanceType Read(Ec2Element item)
    {
        var network = item.Find("networkInfo");
        int Number(string name) => int.TryParse(network?.Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new InstanceType(
            item.Value("instanceType") ?? "", Number("maximumNetworkInterfaces"), Number("ipv4AddressesPerInterface"), Number("ipv6AddressesPerInterface"));
    }
}
