using System.Net;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Routing;

/// <content>Rules. The file has one with a priority at most, so that the kernel never takes one of ours for another.</content>
public sealed partial class GroupRouting
{
    /// <summary>Puts a rule in place; one of Tenbin's own with its priority that differs goes.</summary>
    /// <exception cref="ResourceException">It cannot be, with the reason.</exception>
    public void Add(GroupRoutingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _ = Guard($"rule {rule}", "cannot be put in place", "", () =>
        {
            var wanted = Wanted(rule);
            var own = Own(rule);
            foreach (var other in own.Where(other => other != wanted))
            {
                Remove(other, rule);
            }

            if (own.Contains(wanted))
            {
                LogRuleAdopted(rule);
            }
            else if (_netlink.AddRule(wanted))
            {
                LogRuleAdded(rule);
            }
            else
            {
                LogRuleForeign(rule);
            }

            return true;
        });
    }

    /// <summary>Removes a rule if Tenbin made it. Not there is success.</summary>
    /// <exception cref="ResourceException">It could not be, and is still there.</exception>
    public void Remove(GroupRoutingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _ = Guard($"rule {rule}", "cannot be removed", "", () =>
        {
            foreach (var own in Own(rule))
            {
                Remove(own, rule);
            }

            return true;
        });
    }

    /// <summary>Looks whether what <see cref="Add(GroupRoutingRule)"/> made is still there: null when it is, else what is wrong, as a clause for people.</summary>
    /// <exception cref="ResourceException">It cannot be told.</exception>
    public string? FindFault(GroupRoutingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Guard($"rule {rule}", "cannot be looked for", "", () =>
        {
            var wanted = Wanted(rule);
            return _netlink.Rules().Any(found => found with { Protocol = Protocol } == wanted) ? null : "the rule is not there";
        });
    }

    internal static bool IsOf(GroupRoutingRule rule, RoutingRule found) => found.IsV6 == rule.IsV6 && found.Priority == rule.Priority;

    private static RoutingRule Wanted(GroupRoutingRule rule) => new(rule.IsV6, (uint)rule.Priority, (uint)rule.Table)
    {
        From = Asked(rule.From),
        To = Asked(rule.To),
        In = rule.In,
        Out = rule.Out,
        Mark = rule.Mark?.Value ?? 0,
        Mask = rule.Mark?.Mask ?? 0,
        Protocol = Protocol,
    };

    private static IPNetwork? Asked(IPNetwork network) => network.PrefixLength == 0 ? null : network;

    private List<RoutingRule> Own(GroupRoutingRule rule) => [.. _netlink.Rules().Where(found => found.Protocol == Protocol && IsOf(rule, found))];

    private void Remove(RoutingRule own, GroupRoutingRule rule)
    {
        if (_netlink.RemoveRule(own))
        {
            LogRuleRemoved(rule);
        }
    }
}
