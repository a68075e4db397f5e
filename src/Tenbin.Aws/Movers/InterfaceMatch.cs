using System.Collections.Immutable;
using Tenbin.Addresses;
using Tenbin.Aws.Metadata;
using Tenbin.Linux;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Movers;

/// <summary>Which interface of the instance an address belongs to. Pure.</summary>
internal static class InterfaceMatch
{
    /// <summary>The one that <c>interface</c> names; else that of the address's subnet; of an address outside the VPC the primary one.</summary>
    /// <param name="address">The address.</param>
    /// <param name="interfaces">Those of the instance, in order of their place.</param>
    /// <param name="mac">MAC of an interface of the operating system; null = there is none of that name.</param>
    /// <exception cref="ResourceException">None, or more than one.</exception>
    public static InstanceInterface Find(GroupAddress address, ImmutableArray<InstanceInterface> interfaces, Func<string, MacAddress?> mac)
    {
        if (address.Interface is { } name)
        {
            var own = mac(name);
            return interfaces.FirstOrDefault(one => one.Mac == own)
                ?? throw new ResourceException(own is null
                    ? $"address {address.Address}: there is no interface '{name}' here; correct 'interface' of this address"
                    : $"address {address.Address}: interface {name} ({own}) is none that AWS gave this instance, those are {Names(interfaces)}; correct 'interface' of this address");
        }

        if (address.Mover != MoverKind.AwsPrivateIp)
        {
            return interfaces.FirstOrDefault() ?? throw new ResourceException($"address {address.Address}: the metadata names no interface of this instance");
        }

        var found = interfaces.Where(one => one.Networks.Any(network => network.Contains(address.Address))).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new ResourceException(
                $"address {address.Address} is in no subnet of this instance, those are {Networks(interfaces)}: a private address cannot leave its subnet; correct 'ip', or use mover: aws-route"),
            _ => throw new ResourceException(
                $"address {address.Address}: {Names(found)} are both in its subnet; name the right one with 'interface'"),
        };
    }

    private static string Names(IEnumerable<InstanceInterface> interfaces) => string.Join(", ", interfaces.Select(one => $"{one.Id} ({one.Mac})"));

    private static string Networks(IEnumerable<InstanceInterface> interfaces) =>
        string.Join(", ", interfaces.SelectMany(one => one.Networks.Select(network => $"{network} of {one.Id}")));
}
