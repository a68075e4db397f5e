using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary>IP addresses, more strictly than <see cref="IPAddress.TryParse(string, out IPAddress)"/>, which takes 010.1 for 8.0.0.1.</summary>
internal static class Addresses
{
    /// <summary>Any address of either family.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (!IPAddress.TryParse(text, out address) || text.AsSpan().ContainsAny("%[]")
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != text))
        {
            problem = "has no valid IP address; names are not looked up, write e.g. 172.18.1.33 or 2001:db8::33";
        }
        else if (address.IsIPv4MappedToIPv6)
        {
            problem = "has an IPv4 address in IPv6 clothes; write the IPv4 address plainly";
        }

        return problem is null;
    }

    /// <summary>An address that traffic can go to; null after an error was reported.</summary>
    public static IPAddress? Unicast(this Value value, string example)
    {
        if (value.Text(example) is not { } text)
        {
            return null;
        }

        if (!TryParse(text, out var address, out var problem) || (problem = WhyUnfit(address)) is not null)
        {
            value.Fail(problem);
            return null;
        }

        return address;
    }

    /// <summary>Why traffic cannot go to this address; null when it can.</summary>
    public static string? WhyUnfit(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return address switch
        {
            _ when address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) =>
                "has the address that means 'any'; name the one address that is meant",
            _ when address.Equals(IPAddress.Broadcast) => "has the broadcast address; use a unicast address",
            _ when address.IsIPv6Multicast || (bytes.Length == 4 && bytes[0] is >= 224 and < 240) =>
                "has a multicast address; use a unicast address",
            _ when IPAddress.IsLoopback(address) =>
                "has a loopback address, which never leaves its machine; for the director itself give its own address in the network",
            _ when bytes.Length == 4 && bytes[0] is 0 or >= 240 => "has a reserved address; use a unicast address",
            _ when address.IsIPv6LinkLocal => "has a link-local address, which says nothing without an interface; use a global or unique local one",
            _ => null,
        };
    }

    public static string FamilyOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? "IPv4" : "IPv6";
}
