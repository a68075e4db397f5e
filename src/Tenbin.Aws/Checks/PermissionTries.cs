using System.Net;
using System.Net.Sockets;
using Tenbin.Aws.Ec2;
using Tenbin.Aws.Metadata;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>
/// Calls that change nothing and tell whether the movers' are permitted. Those that know <c>DryRun</c> are asked so.
/// <c>AssignPrivateIpAddresses</c> and its kin do not (EC2 API reference): they are asked to give an interface an address that
/// it has already.
/// </summary>
internal static class PermissionTries
{
    /// <summary>One call.</summary>
    /// <param name="Action">Its name.</param>
    /// <param name="Query">Its parameters.</param>
    /// <param name="HasDryRun">EC2 can be asked without doing it.</param>
    internal sealed record Try(string Action, Ec2Query Query, bool HasDryRun);

    /// <summary>Those that the addresses need.</summary>
    public static IEnumerable<Try> For(IReadOnlyList<(GroupAddress Address, InstanceInterface At)> placed, IReadOnlyList<NetworkInterface> known)
    {
        foreach (var at in placed.Where(one => one.Address.Mover == MoverKind.AwsPrivateIp).GroupBy(one => one.At.Id))
        {
            var here = known.FirstOrDefault(one => one.Id == at.Key)?.Addresses ?? [];
            var families = at.Select(one => one.Address.Address.AddressFamily).ToHashSet();
            if (families.Contains(AddressFamily.InterNetwork) && Own(AddressFamily.InterNetwork) is { } own4)
            {
                yield return new Try(
                    "AssignPrivateIpAddresses", new Ec2Query().Add("NetworkInterfaceId", at.Key).Each("PrivateIpAddress", [own4]), HasDryRun: false);
            }

            if (families.Contains(AddressFamily.InterNetworkV6) && Own(AddressFamily.InterNetworkV6) is { } own6)
            {
                yield return new Try("AssignIpv6Addresses", new Ec2Query().Add("NetworkInterfaceId", at.Key).Each("Ipv6Addresses", [own6]), HasDryRun: false);
            }

            // Its primary one first: that it has for good.
            IPAddress? Own(AddressFamily family) =>
                here.Where(one => one.Address.AddressFamily == family).OrderByDescending(one => one.IsPrimary).FirstOrDefault()?.Address;
        }

        foreach (var (address, at) in placed)
        {
            foreach (var table in address.RouteTables.Concat(address.DefaultRouteTables))
            {
                var to = address.RouteTables.Contains(table) ? new IPNetwork(address.Address, address.PrefixLength).ToString() : "0.0.0.0/0";
                var query = new Ec2Query().Add("RouteTableId", table).Add("NetworkInterfaceId", at.Id)
                    .Add(to.Contains(':', StringComparison.Ordinal) ? "DestinationIpv6CidrBlock" : "DestinationCidrBlock", to);
                yield return new Try("ReplaceRoute", query, HasDryRun: true);
                yield return new Try("CreateRoute", query, HasDryRun: true);
            }
        }

        // Of a pair that has the same policy one allocation tells as much as all.
        if (placed.FirstOrDefault(one => Movers.AwsMovers.ElasticIpsOf(one.Address).Any()) is { Address: { } moved } first
            && first.At.Addresses.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) is { } primary)
        {
            yield return new Try(
                "AssociateAddress",
                new Ec2Query().Add("PublicIp", Movers.AwsMovers.ElasticIpsOf(moved).First()).Add("NetworkInterfaceId", first.At.Id).Add("PrivateIpAddress", primary).AddIf("AllowReassociation", true),
                HasDryRun: true);
        }
    }

    /// <summary>The answer is about the permission, or about a thing that the call names and that is not there.</summary>
    public static bool IsRefusal(AwsException answer) =>
        answer.Code is "UnauthorizedOperation" or "AuthFailure" or "AccessDenied" || answer.Code.EndsWith(".NotFound", StringComparison.Ordinal);
}
