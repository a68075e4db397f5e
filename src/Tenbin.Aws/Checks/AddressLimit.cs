using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Tenbin.Aws.Ec2;
using Tenbin.Aws.Metadata;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Checks;

/// <summary>Whether the interfaces of an instance can take all addresses that may have to come to them. Pure.</summary>
internal static class AddressLimit
{
    /// <summary>One finding for each interface and family that is too small.</summary>
    /// <param name="type">What the instance type can have.</param>
    /// <param name="wanted">Addresses with the interface that they belong to.</param>
    public static IEnumerable<AwsFinding> Check(InstanceType type, IEnumerable<(GroupAddress Address, InstanceInterface At)> wanted)
    {
        foreach (var byInterface in wanted.GroupBy(one => one.At.Id))
        {
            var at = byInterface.First().At;
            foreach (var (family, name, most) in new[]
            {
                (AddressFamily.InterNetwork, "IPv4", type.Ipv4Addresses), (AddressFamily.InterNetworkV6, "IPv6", type.Ipv6Addresses),
            })
            {
                var coming = byInterface.Select(one => one.Address.Address).Where(address => address.AddressFamily == family).ToImmutableHashSet();
                var all = at.Addresses.Where(address => address.AddressFamily == family).ToImmutableHashSet().Union(coming);
                if (!coming.IsEmpty && all.Count > most)
                {
                    yield return new AwsFinding(
                        "aws.address-limit", AwsSeverity.Error, at.Id,
                        $"an interface of a {type.Name} can have {most} {name} addresses, and this one would have {all.Count} with all groups here: {List(all)}.",
                        "A takeover of all groups would fail with PrivateIpAddressLimitExceeded.",
                        $"Remove {all.Count - most} of them, put a group on another interface with 'interface', or take a larger instance type ('aws ec2 describe-instance-types').");
                }
            }
        }
    }

    private static string List(IEnumerable<IPAddress> addresses) =>
        string.Join(", ", addresses.Select(address => address.ToString()).Order(StringComparer.Ordinal));
}
