using System.Net;
using System.Net.Sockets;

namespace Tenbin.Aws.Ec2;

/// <content>Private addresses, IPv4 and IPv6, and Elastic IPs.</content>
public sealed partial class Ec2Client
{
    // EC2 API reference, "Filter".
    private const int MostFilterValues = 200;

    /// <summary><c>AssignPrivateIpAddresses</c> with <c>AllowReassignment</c>: takes IPv4 addresses to an interface, whoever of its subnet had them.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public Task AssignPrivateIps(string interfaceId, IEnumerable<IPAddress> addresses, CancellationToken deadline) => Call(
        "AssignPrivateIpAddresses",
        new Ec2Query().Add("NetworkInterfaceId", interfaceId).Each("PrivateIpAddress", addresses).AddIf("AllowReassignment", true), deadline);

    /// <summary><c>UnassignPrivateIpAddresses</c>.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public Task UnassignPrivateIps(string interfaceId, IEnumerable<IPAddress> addresses, CancellationToken deadline) => Call(
        "UnassignPrivateIpAddresses", new Ec2Query().Add("NetworkInterfaceId", interfaceId).Each("PrivateIpAddress", addresses), deadline);

    /// <summary><c>AssignIpv6Addresses</c>: only of addresses that no interface has.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public Task AssignIpv6(string interfaceId, IEnumerable<IPAddress> addresses, CancellationToken deadline) => Call(
        "AssignIpv6Addresses", new Ec2Query().Add("NetworkInterfaceId", interfaceId).Each("Ipv6Addresses", addresses), deadline);

    /// <summary><c>UnassignIpv6Addresses</c>.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public Task UnassignIpv6(string interfaceId, IEnumerable<IPAddress> addresses, CancellationToken deadline) => Call(
        "UnassignIpv6Addresses", new Ec2Query().Add("NetworkInterfaceId", interfaceId).Each("Ipv6Addresses", addresses), deadline);

    /// <summary><c>AssociateAddress</c> with <c>AllowReassociation</c>: no moment without an association lies between.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public Task AssociateAddress(string allocationId, string interfaceId, IPAddress privateIp, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(privateIp);
        return Call(
            "AssociateAddress",
            new Ec2Query().Add("AllocationId", allocationId).Add("NetworkInterfaceId", interfaceId).Add("PrivateIpAddress", privateIp).AddIf("AllowReassociation", true), deadline);
    }

    /// <summary><c>DescribeAddresses</c> by public address. One that the account does not have is missing, not an error.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task<IReadOnlyList<ElasticIp>> DescribeAddresses(IEnumerable<IPAddress> publicIps, CancellationToken deadline)
    {
        var answer = await Call(
            "DescribeAddresses", new Ec2Query().Filter(1, "public-ip", publicIps.Select(address => address.ToString())), deadline).ConfigureAwait(false);
        return [.. answer.Items("addressesSet").SelectMany(ElasticIp.Read)];
    }

    /// <summary><c>DescribeNetworkInterfaces</c> by id.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public Task<IReadOnlyList<NetworkInterface>> DescribeInterfaces(IEnumerable<string> interfaceIds, CancellationToken deadline) =>
        DescribeInterfaces(new Ec2Query().Each("NetworkInterfaceId", interfaceIds), deadline);

    /// <summary><c>DescribeNetworkInterfaces</c> by an address that they hold, in one VPC.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public Task<IReadOnlyList<NetworkInterface>> FindInterfaces(string vpcId, IPAddress holding, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(holding);
        var filter = holding.AddressFamily == AddressFamily.InterNetwork ? "addresses.private-ip-address" : "ipv6-addresses.ipv6-address";
        return DescribeInterfaces(new Ec2Query().Filter(1, "vpc-id", vpcId).Filter(2, filter, holding.ToString()), deadline);
    }

    /// <summary>The same for several addresses; each interface once.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task<IReadOnlyList<NetworkInterface>> FindInterfaces(string vpcId, IEnumerable<IPAddress> holding, CancellationToken deadline)
    {
        var calls = holding.GroupBy(address => address.AddressFamily).SelectMany(family => family.Chunk(MostFilterValues).Select(some => DescribeInterfaces(
            new Ec2Query().Filter(1, "vpc-id", vpcId).Filter(
                2, family.Key == AddressFamily.InterNetwork ? "addresses.private-ip-address" : "ipv6-addresses.ipv6-address", some.Select(address => address.ToString())),
            deadline)));
        var found = await Task.WhenAll(calls).ConfigureAwait(false);
        return [.. found.SelectMany(some => some).DistinctBy(one => one.Id)];
    }

    /// <summary><c>DescribeNetworkInterfaces</c>: all that are attached to some instances.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public Task<IReadOnlyList<NetworkInterface>> FindInterfacesOf(string vpcId, IEnumerable<string> instanceIds, CancellationToken deadline) =>
        DescribeInterfaces(new Ec2Query().Filter(1, "vpc-id", vpcId).Filter(2, "attachment.instance-id", instanceIds), deadline);

    private async Task<IReadOnlyList<NetworkInterface>> DescribeInterfaces(Ec2Query query, CancellationToken deadline)
    {
        var answer = await Call("DescribeNetworkInterfaces", query, deadline).ConfigureAwait(false);
        return [.. answer.Items("networkInterfaceSet").Select(NetworkInterface.Read)];
    }
}
