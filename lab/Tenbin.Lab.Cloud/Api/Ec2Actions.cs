using System.Xml.Linq;
using Tenbin.Lab.Cloud.Api.Actions;

namespace Tenbin.Lab.Cloud.Api;

/// <summary>One action of the API.</summary>
/// <param name="Run">Carries it out; gives what the answer holds.</param>
/// <param name="HasDryRun">Whether the action knows the parameter <c>DryRun</c>.</param>
internal sealed record Ec2Action(Func<Ec2Call, IEnumerable<XElement?>> Run, bool HasDryRun = true);

/// <summary>The actions that this API knows.</summary>
internal static class Ec2Actions
{
    /// <summary>The four that assign addresses have no <c>DryRun</c> in version 2016-11-15 of the API.</summary>
    public static IReadOnlyDictionary<string, Ec2Action> All { get; } = new Dictionary<string, Ec2Action>
    {
        ["DescribeInstances"] = new(Describing.Instances),
        ["DescribeNetworkInterfaces"] = new(Describing.Interfaces),
        ["DescribeInstanceTypes"] = new(Describing.InstanceTypes),
        ["DescribeSubnets"] = new(Describing.Subnets),
        ["DescribeSecurityGroups"] = new(Groups.Describe),
        ["AssignPrivateIpAddresses"] = new(PrivateAddresses.Assign, HasDryRun: false),
        ["UnassignPrivateIpAddresses"] = new(PrivateAddresses.Unassign, HasDryRun: false),
        ["AssignIpv6Addresses"] = new(Ipv6Addresses.Assign, HasDryRun: false),
        ["UnassignIpv6Addresses"] = new(Ipv6Addresses.Unassign, HasDryRun: false),
        ["DescribeAddresses"] = new(ElasticAddresses.Describe),
        ["AssociateAddress"] = new(ElasticAddresses.Associate),
        ["DisassociateAddress"] = new(ElasticAddresses.Disassociate),
        ["DescribeRouteTables"] = new(Routes.Describe),
        ["CreateRoute"] = new(Routes.Create),
        ["ReplaceRoute"] = new(Routes.Replace),
        ["DeleteRoute"] = new(Routes.Delete),
        ["ModifyNetworkInterfaceAttribute"] = new(Attributes.ModifyInterface),
        ["ModifyInstanceAttribute"] = new(Attributes.ModifyInstance),
    };
}
