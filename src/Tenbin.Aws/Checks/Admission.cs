using System.Globalization;
using System.Net;
using Tenbin.Aws.Ec2;

namespace Tenbin.Aws.Checks;

/// <summary>A kind of packet, as security groups tell them apart.</summary>
/// <param name="Name">As rules name the protocol.</param>
/// <param name="Number">By IANA.</param>
/// <param name="Port">Destination port, or ICMP type.</param>
internal readonly record struct Traffic(string Name, int Number, int Port)
{
    public static Traffic Tcp(int port) => new("tcp", 6, port);

    public static Traffic Udp(int port) => new("udp", 17, port);

    /// <summary>An echo request.</summary>
    public static Traffic Ping(IPAddress to) => to.GetAddressBytes().Length == 4 ? new Traffic("icmp", 1, 8) : new Traffic("icmpv6", 58, 128);

    public override string ToString() => Name.StartsWith("icmp", StringComparison.Ordinal) ? $"{Name} echo requests" : $"{Name} port {Port}";
}

/// <summary>What the security groups of an interface let in (EC2 API reference, "IpPermission"). Pure.</summary>
internal static class Admission
{
    /// <summary>Whether any rule lets it in; an interface whose groups are not all known is taken to.</summary>
    /// <param name="facts">The groups.</param>
    /// <param name="at">The interface.</param>
    /// <param name="traffic">What comes.</param>
    /// <param name="isFrom">Whether a rule's other side is who sends.</param>
    public static bool Admits(CloudFacts facts, NetworkInterface at, Traffic traffic, Func<SecurityRule, bool> isFrom)
    {
        var groups = at.SecurityGroups.Select(id => facts.SecurityGroups.FirstOrDefault(group => group.Id == id)).ToList();
        return groups.Count == 0 || groups.Exists(group => group is null)
            || groups.Exists(group => group!.In.Any(rule => Covers(rule, traffic) && (IsByPrefixList(rule) || isFrom(rule))));
    }

    /// <summary>The sender is an interface, with one of its addresses.</summary>
    public static Func<SecurityRule, bool> From(NetworkInterface sender, IPAddress address) => rule =>
        rule.Networks.Any(network => network.Contains(address)) || rule.Groups.Any(group => sender.SecurityGroups.Contains(group));

    private static bool Covers(SecurityRule rule, Traffic traffic) =>
        rule.Protocol == "-1"
        || ((rule.Protocol == traffic.Name || rule.Protocol == traffic.Number.ToString(CultureInfo.InvariantCulture))
            && (rule.FromPort == -1 || traffic.Name.StartsWith("icmp", StringComparison.Ordinal) ? rule.FromPort == -1 || rule.FromPort == traffic.Port
                : traffic.Port >= rule.FromPort && traffic.Port <= rule.ToPort));

    // No rule is without another side: what is in none of the lists that are read is a prefix list's.
    private static bool IsByPrefixList(SecurityRule rule) => rule.Networks.IsEmpty && rule.Groups.IsEmpty;
}
