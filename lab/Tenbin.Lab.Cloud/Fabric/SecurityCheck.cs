using System.Collections.Immutable;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric.Packets;
using Tenbin.Lab.Cloud.Fabric.Tracking;

namespace Tenbin.Lab.Cloud.Fabric;

/// <summary>Stateful security groups.</summary>
internal static class SecurityCheck
{
    /// <summary>Whether an interface's groups let a packet out (<paramref name="outgoing"/>) or in.</summary>
    public static bool Passes(
        BookIndex book, FabricState state, NetworkInterface held, ReadOnlySpan<byte> frame, Packet packet, bool outgoing, TimeSpan now)
    {
        var rules = book.RulesOf(held);
        var (own, reverse) = outgoing ? (rules.Egress, rules.Ingress) : (rules.Ingress, rules.Egress);
        if (Allowed(book, own, packet, outgoing) is { } rule)
        {
            if (!IsUntracked(rule, reverse, packet))
            {
                state.Flows.Track(held.Port, packet, outgoing, now);
            }

            return true;
        }

        return state.Flows.IsTracked(held.Port, packet, outgoing, now) || IsErrorAboutTracked(state, held.Port, frame, packet, outgoing, now);
    }

    private static SecurityRule? Allowed(BookIndex book, ImmutableArray<SecurityRule> rules, Packet packet, bool outgoing)
    {
        var other = outgoing ? packet.Destination : packet.Source;
        foreach (var rule in rules)
        {
            if ((rule.Protocol == SecurityRule.AnyProtocol || rule.Protocol == packet.Protocol)
                && FitsPorts(rule, packet)
                && (rule.Block is { } block ? block.Contains(other) : book.Owner(other)?.Groups.Contains(rule.GroupId!) == true))
            {
                return rule;
            }
        }

        return null;
    }

    private static bool FitsPorts(SecurityRule rule, Packet packet) => packet.Protocol switch
    {
        _ when rule.From < 0 || rule.Protocol == SecurityRule.AnyProtocol => true,
        Packet.Tcp or Packet.Udp => packet.DestinationPort >= rule.From && packet.DestinationPort <= rule.To,
        Packet.Icmp or Packet.IcmpV6 => packet.IcmpType == rule.From && (rule.To < 0 || packet.IcmpCode == rule.To),
        _ => true,
    };

    /// <summary>
    /// TCP and UDP that a rule allows with anyone, and whose replies another allows to anyone on any port, are not
    /// tracked: they end when the rule goes (EC2 User Guide, "Untracked connections").
    /// </summary>
    private static bool IsUntracked(SecurityRule rule, ImmutableArray<SecurityRule> reverse, Packet packet)
    {
        if (packet.Protocol is not (Packet.Tcp or Packet.Udp) || rule.Block is not { IsEverything: true })
        {
            return false;
        }

        foreach (var reply in reverse)
        {
            if (reply.Block is { IsEverything: true } block && block.Network.IsV4 == packet.IsV4
                && (reply.Protocol == SecurityRule.AnyProtocol || (reply.Protocol == packet.Protocol && reply.From <= 0 && reply.To is < 0 or 65535)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsErrorAboutTracked(FabricState state, int port, ReadOnlySpan<byte> frame, Packet packet, bool outgoing, TimeSpan now) =>
        packet.IsIcmpError
        && Packet.TryRead(frame, packet.Transport + 8, embedded: true, out var about)
        && state.Flows.IsTracked(port, about, !outgoing, now);
}
