using System.Collections.Immutable;
using System.Net;

namespace Tenbin.Aws.Checks;

/// <summary>Networks that the Internet does not route: RFC 1918, RFC 6598, RFC 4193, and a machine's own. Pure.</summary>
internal static class PrivateNetworks
{
    private static readonly ImmutableArray<IPNetwork> s_all =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("fc00::/7"),
    ];

    public static bool Contain(IPAddress address) => s_all.Any(network => network.Contains(address));

    /// <summary>All of the network's addresses are private.</summary>
    public static bool Contain(IPNetwork network) => s_all.Any(one => one.PrefixLength <= network.PrefixLength && one.Contains(network.BaseAddress));

    public static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);
}
