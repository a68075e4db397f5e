using System.Net;
using System.Text;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Netlink;

/// <content>Rules that choose between routing tables.</content>
public sealed partial class RouteNetlink
{
    /// <summary>Rules of IPv4 and IPv6, in the order in which each family's are asked.</summary>
    public IReadOnlyList<RoutingRule> Rules() =>
        _socket.Dump(new NetlinkRequest(RouteMessage.GetRule, NetlinkHeader.Dump).With(default(RuleMessage)), "list rules", RoutingRule.Parse);

    /// <summary>Adds a rule; false when there is the very same one already, whoever made it.</summary>
    public bool AddRule(RoutingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var operation = $"add rule {rule.Priority} to table {rule.Table}";
        return _socket.TryRequest(RuleRequest(RouteMessage.NewRule, NetlinkHeader.Create | NetlinkHeader.Exclusive, rule), operation) switch
        {
            { Error: 0 } => true,
            { Error: Errno.EEXIST } => false,
            var error => throw new LinuxException(operation, error.Error, error.Text),
        };
    }

    /// <summary>
    /// Removes the first rule of this maker that has the priority and table, and all that <paramref name="rule"/> asks for:
    /// the kernel does not look at what it asks beside that. False when there is none.
    /// </summary>
    public bool RemoveRule(RoutingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var operation = $"remove rule {rule.Priority} to table {rule.Table}";
        return _socket.TryRequest(RuleRequest(RouteMessage.DeleteRule, 0, rule), operation) switch
        {
            { Error: 0 } => true,
            { Error: Errno.ENOENT } => false,
            var error => throw new LinuxException(operation, error.Error, error.Text),
        };
    }

    private static NetlinkRequest RuleRequest(ushort type, ushort flags, RoutingRule rule)
    {
        var request = new NetlinkRequest(type, (ushort)(flags | NetlinkHeader.Acknowledge))
            .With(new RuleMessage
            {
                Family = Family(rule.IsV6),
                SourceLength = (byte)(rule.From?.PrefixLength ?? 0),
                DestinationLength = (byte)(rule.To?.PrefixLength ?? 0),
                Action = RoutingRule.ActionToTable,
            })
            .Attribute(RoutingRule.AttributePriority, rule.Priority)
            .Attribute(RoutingRule.AttributeTable, rule.Table)
            .Attribute(RoutingRule.AttributeProtocol, [rule.Protocol]);
        Add(RoutingRule.AttributeSource, rule.From);
        Add(RoutingRule.AttributeDestination, rule.To);
        Name(RoutingRule.AttributeIn, rule.In);
        Name(RoutingRule.AttributeOut, rule.Out);
        if (rule.Suppress is { } suppress)
        {
            request.Attribute(RoutingRule.AttributeSuppressed, suppress);
        }

        return rule.Mask == 0
            ? request
            : request.Attribute(RoutingRule.AttributeMark, rule.Mark).Attribute(RoutingRule.AttributeMask, rule.Mask);

        void Add(ushort attribute, IPNetwork? network)
        {
            if (network is { PrefixLength: > 0 } given)
            {
                request.Attribute(attribute, given.BaseAddress);
            }
        }

        void Name(ushort attribute, string? name)
        {
            if (name is not null)
            {
                request.Attribute(attribute, Encoding.UTF8.GetBytes(name + '\0'));
            }
        }
    }
}
