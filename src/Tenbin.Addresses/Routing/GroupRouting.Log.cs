using Microsoft.Extensions.Logging;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Routing;

public sealed partial class GroupRouting
{
    [LoggerMessage(4040, LogLevel.Information, "Route {Route} is in place.")]
    private partial void LogRouteAdded(GroupRoute route);

    [LoggerMessage(4041, LogLevel.Information, "Route {Route} was in place already.")]
    private partial void LogRouteAdopted(GroupRoute route);

    [LoggerMessage(4042, LogLevel.Warning,
        "Route {Route} is there already, put by another program (protocol {Protocol} in 'ip route'). It is left as it is, and stays when the group leaves: if it should move, remove it there.")]
    private partial void LogRouteForeign(GroupRoute route, byte protocol);

    [LoggerMessage(4043, LogLevel.Information, "Route {Route} was removed.")]
    private partial void LogRouteRemoved(GroupRoute route);

    [LoggerMessage(4044, LogLevel.Information, "Rule {Rule} is in place.")]
    private partial void LogRuleAdded(GroupRoutingRule rule);

    [LoggerMessage(4045, LogLevel.Information, "Rule {Rule} was in place already.")]
    private partial void LogRuleAdopted(GroupRoutingRule rule);

    [LoggerMessage(4046, LogLevel.Warning,
        "Rule {Rule} is there already, put by another program. It is left as it is, and stays when the group leaves: if it should move, remove it there.")]
    private partial void LogRuleForeign(GroupRoutingRule rule);

    [LoggerMessage(4047, LogLevel.Information, "Rule {Rule} was removed.")]
    private partial void LogRuleRemoved(GroupRoutingRule rule);
}
