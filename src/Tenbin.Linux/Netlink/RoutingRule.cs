using System.Net;

namespace Tenbin.Linux.Netlink;

/// <summary>A rule of policy routing: packets that fit it are looked up in its table (include/uapi/linux/fib_rules.h).</summary>
/// <param name="IsV6">Of IPv6.</param>
/// <param name="Priority">The lowest is asked first; that of table <c>main</c> has 32766.</param>
/// <param name="Table">Number of the table.</param>
public sealed record RoutingRule(bool IsV6, uint Priority, uint Table)
{
    internal const ushort AttributeDestination = 1, AttributeSource = 2, AttributeIn = 3, AttributePriority = 6, AttributeMark = 10;
    internal const ushort AttributeSuppressed = 14, AttributeTable = 15, AttributeMask = 16, AttributeOut = 17, AttributeProtocol = 21;
    internal const byte ActionToTable = 1;
    private const ushort AttributeRealms = 11, AttributePadding = 18;
    private const uint FlagInvert = 2;

    /// <summary>The packet's source; null = any.</summary>
    public IPNetwork? From { get; init; }

    /// <summary>The packet's destination; null = any.</summary>
    public IPNetwork? To { get; init; }

    /// <summary>The interface that the packet came by, <c>lo</c> for what this machine begins; null = any.</summary>
    public string? In { get; init; }

    /// <summary>The interface that the sending socket is bound to; null = any.</summary>
    public string? Out { get; init; }

    /// <summary>The firewall mark, as far as <see cref="Mask"/> reaches.</summary>
    public uint Mark { get; init; }

    /// <summary>Bits of the mark that count; 0 = the mark does not matter.</summary>
    public uint Mask { get; init; }

    /// <summary>What the table says is passed over when its prefix is no longer than this: 0 passes over default routes. Null = nothing is.</summary>
    public uint? Suppress { get; init; }

    /// <summary>Who made it (FRA_PROTOCOL).</summary>
    public byte Protocol { get; init; }

    /// <summary>Null for a rule that does or asks anything else.</summary>
    internal static RoutingRule? Parse(NetlinkMessage message)
    {
        if (message.Header.Type != RouteMessage.NewRule || !message.TryRead<RuleMessage>(out var fixedPart, out var attributes)
            || fixedPart.Action != ActionToTable || fixedPart.TypeOfService != 0 || (fixedPart.Flags & FlagInvert) != 0
            || PrefixOf.Nothing(fixedPart.Family) is not { } nothing)
        {
            return null;
        }

        IPAddress source = nothing, destination = nothing;
        var rule = new RoutingRule(nothing.Equals(IPAddress.IPv6Any), 0, fixedPart.Table);
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case AttributeSource:
                    source = attributes.Address ?? nothing;
                    break;
                case AttributeDestination:
                    destination = attributes.Address ?? nothing;
                    break;
                case AttributeIn:
                    rule = rule with { In = attributes.Text };
                    break;
                case AttributeOut:
                    rule = rule with { Out = attributes.Text };
                    break;
                case AttributePriority:
                    rule = rule with { Priority = attributes.Number };
                    break;
                case AttributeMark:
                    rule = rule with { Mark = attributes.Number };
                    break;
                case AttributeMask:
                    rule = rule with { Mask = attributes.Number };
                    break;
                case AttributeTable:
                    rule = rule with { Table = attributes.Number };
                    break;
                case AttributeProtocol when attributes.Value.Length == 1:
                    rule = rule with { Protocol = attributes.Value[0] };
                    break;
                case AttributeRealms or AttributePadding:
                    break;
                case AttributeSuppressed:
                    rule = rule with { Suppress = attributes.Number == uint.MaxValue ? null : attributes.Number };
                    break;
                default:
                    return null;
            }
        }

        return rule with
        {
            From = fixedPart.SourceLength == 0 ? null : PrefixOf.Find(source, fixedPart.SourceLength),
            To = fixedPart.DestinationLength == 0 ? null : PrefixOf.Find(destination, fixedPart.DestinationLength),
        };
    }
}
