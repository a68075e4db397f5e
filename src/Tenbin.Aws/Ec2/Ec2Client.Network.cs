using System.Net;
using System.Net.Sockets;

namespace Tenbin.Aws.Ec2;

/// <content>Routes, and what the checks look at.</content>
public sealed partial class Ec2Client
{
    /// <summary><c>ReplaceRoute</c>, or <c>CreateRoute</c> where the table has none yet: the destination is reached by the interface.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task SetRoute(string tableId, IPNetwork to, string interfaceId, CancellationToken deadline)
    {
        var query = new Ec2Query().Add("RouteTableId", tableId).Add("NetworkInterfaceId", interfaceId)
            .Add(to.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? "DestinationCidrBlock" : "DestinationIpv6CidrBlock", to.ToString());
        try
        {
            await Call("ReplaceRoute", query, deadline).ConfigureAwait(false);
        }
        catch (AwsException e) when (e.Code is "InvalidRoute.NotFound" or "InvalidParameterValue")
        {
            // EC2 says either for a route that is not there.
            await CreateAsync(query, deadline).ConfigureAwait(false);
        }
    }

    private async Task CreateAsync(Ec2Query query, CancellationToken deadline)
    {
        try
        {
            await Call("CreateRoute", query, deadline).ConfigureAwait(false);
        }
        catch (AwsException e) when (e.Code == "RouteAlreadyExists")
        {
            // Made by an attempt whose answer was lost, or by someone else meanwhile.
            await Call("ReplaceRoute", query, deadline).ConfigureAwait(false);
        }
    }

    /// <summary><c>DescribeRouteTables</c> by id.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task<IReadOnlyList<RouteTable>> DescribeRouteTables(IEnumerable<string> tableIds, CancellationToken deadline)
    {
        var answer = await Call("DescribeRouteTables", new Ec2Query().Each("RouteTableId", tableIds), deadline).ConfigureAwait(false);
        return [.. answer.Items("routeTableSet").Select(RouteTable.Read)];
    }

    /// <summary><c>DescribeRouteTables</c>: the one that a subnet goes by, its own or the VPC's main one; null when it is not shown.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task<RouteTable?> FindRouteTable(string vpcId, string subnetId, CancellationToken deadline)
    {
        var own = await FindAsync(new Ec2Query().Filter(1, "vpc-id", vpcId).Filter(2, "association.subnet-id", subnetId)).ConfigureAwait(false);
        return own ?? await FindAsync(new Ec2Query().Filter(1, "vpc-id", vpcId).Filter(2, "association.main", "true")).ConfigureAwait(false);

        async Task<RouteTable?> FindAsync(Ec2Query query) =>
            (await Call("DescribeRouteTables", query, deadline).ConfigureAwait(false)).Items("routeTableSet").Select(RouteTable.Read).FirstOrDefault();
    }

    /// <summary><c>ModifyNetworkInterfaceAttribute</c>: switches the source/destination check of an interface off.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public Task SwitchSourceCheckOff(string interfaceId, CancellationToken deadline) => Call(
        "ModifyNetworkInterfaceAttribute", new Ec2Query().Add("NetworkInterfaceId", interfaceId).Add("SourceDestCheck.Value", "false"), deadline);

    /// <summary><c>DescribeInstances</c> by id.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task<IReadOnlyList<Instance>> DescribeInstances(IEnumerable<string> instanceIds, CancellationToken deadline)
    {
        var answer = await Call("DescribeInstances", new Ec2Query().Each("InstanceId", instanceIds), deadline).ConfigureAwait(false);
        return [.. answer.Items("reservationSet").SelectMany(reservation => reservation.Items("instancesSet")).Select(Instance.Read)];
    }

    /// <summary><c>DescribeInstanceTypes</c>; null for a type that EC2 does not know.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task<InstanceType?> DescribeInstanceType(string type, CancellationToken deadline)
    {
        var answer = await Call("DescribeInstanceTypes", new Ec2Query().Each("InstanceType", [type]), deadline).ConfigureAwait(false);
        return answer.Items("instanceTypeSet").Select(InstanceType.Read).FirstOrDefault();
    }

    /// <summary><c>DescribeSubnets</c> by id.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task<IReadOnlyList<Subnet>> DescribeSubnets(IEnumerable<string> subnetIds, CancellationToken deadline)
    {
        var answer = await Call("DescribeSubnets", new Ec2Query().Each("SubnetId", subnetIds), deadline).ConfigureAwait(false);
        return [.. answer.Items("subnetSet").Select(Subnet.Read)];
    }

    /// <summary><c>DescribeSecurityGroups</c> by id.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    public async Task<IReadOnlyList<SecurityGroup>> DescribeSecurityGroups(IEnumerable<string> groupIds, CancellationToken deadline)
    {
        var answer = await Call("DescribeSecurityGroups", new Ec2Query().Each("GroupId", groupIds), deadline).ConfigureAwait(false);
        return [.. answer.Items("securityGroupInfo").Select(SecurityGroup.Read)];
    }

    /// <summary>Asks whether a call is permitted: by <c>DryRun</c> where it has that, else by one that changes nothing.</summary>
    /// <returns>Null when it is; else what EC2 says against it, which may be about something else than the permission.</returns>
    /// <exception cref="AwsException">No answer before the deadline.</exception>
    internal async Task<AwsException?> TryOut(string action, Ec2Query query, bool hasDryRun, CancellationToken deadline)
    {
        try
        {
            await Call(action, hasDryRun ? query.With("DryRun", "true") : query, deadline).ConfigureAwait(false);
            return null;
        }
        catch (AwsException e) when (e.Code == "DryRunOperation")
        {
            return null;
        }
        catch (AwsException e) when (e.Status is not null)
        {
            return e;
        }
    }
}
