using System.Net;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>The routes and rules of all groups, and whose they are: the kernel could not tell two of a kind apart.</summary>
internal sealed class MovedRouting
{
    private readonly Dictionary<(IPNetwork To, int Table, int Metric), string> routes = [];
    private readonly Dictionary<(bool IsV6, int Priority), string> rules = [];

    /// <summary>Whose route has the same destination, table and metric already; null when it is the first.</summary>
    public string? Add(GroupRoute route, string owner) => Add(routes, (route.To, route.Table, route.Metric), owner);

    /// <summary>Whose rule of the family has the same priority already; null when it is the first.</summary>
    public string? Add(GroupRoutingRule rule, string owner) => Add(rules, (rule.IsV6, rule.Priority), owner);

    private static string? Add<T>(Dictionary<T, string> all, T key, string owner) where T : notnull =>
        all.TryAdd(key, owner) ? null : all[key];
}
