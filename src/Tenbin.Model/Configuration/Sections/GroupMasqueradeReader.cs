using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>masquerade</c> of a group.</summary>
internal static class GroupMasqueradeReader
{
    private const string Example = "{ from: [172.18.1.0/24] }";

    private static readonly string[] Keys = ["from", "interface", "source"];

    /// <summary>Null when not given or not a group of keys; whole only when no error was reported.</summary>
    /// <param name="value">What the key holds.</param>
    /// <param name="owner">The group.</param>
    /// <param name="addresses">Those of the group; null when they are not all known.</param>
    public static GroupMasquerade? Read(Value? value, string owner, ImmutableArray<GroupAddress>? addresses)
    {
        if (value?.Section($"masquerade of {owner}", Keys, Example) is not { } section)
        {
            return null;
        }

        if (section.Find("from") is null)
        {
            section.Fail("'from' is missing; give the networks of the machines that go out by this director, e.g. from: [172.18.1.0/24]");
        }

        return new GroupMasquerade(From(section.Find("from")))
        {
            Interface = section.Find("interface")?.InterfaceName(),
            Source = Source(section.Find("source"), addresses),
        };
    }

    private static ImmutableArray<IPNetwork> From(Value? value)
    {
        var networks = new List<IPNetwork>();
        foreach (var item in value?.Items("[172.18.1.0/24]") ?? [])
        {
            if (item.Network() is not { } network)
            {
                continue;
            }

            if (network.BaseAddress.AddressFamily != AddressFamily.InterNetwork)
            {
                item.Fail("is IPv6, where every machine has an address of its own to go out with; remove it, and route its network instead");
            }
            else if (network.PrefixLength == 0)
            {
                item.Fail("is every machine there is, the director's own neighbours and clients among them; name the real servers' network");
            }
            else if (networks.FirstOrDefault(other => other.Contains(network.BaseAddress) || network.Contains(other.BaseAddress)) is { PrefixLength: > 0 } other)
            {
                item.Fail($"overlaps {other} of the same list; keep the wider one");
            }

            networks.Add(network);
        }

        return [.. networks];
    }

    private static IPAddress? Source(Value? value, ImmutableArray<GroupAddress>? addresses)
    {
        var source = value?.Unicast("172.18.1.199");
        if (source is { AddressFamily: not AddressFamily.InterNetwork })
        {
            value!.Fail("is IPv6, and masquerade is for IPv4; give an IPv4 address of the group");
        }
        else if (source is not null && addresses?.All(address => !address.Address.Equals(source)) == true)
        {
            value!.Fail("is not in 'addresses' of this group, so that answers would not come back to its owner; add it there, or leave 'source' out");
        }

        return source;
    }
}
