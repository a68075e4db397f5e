namespace Tenbin.Model.Configuration.Fingerprints;

/// <summary>The meaning of one entry of <c>groups</c>. The order of what moves counts: it is that of the start.</summary>
internal static class GroupText
{
    public static CanonicalText Of(GroupSettings group)
    {
        var text = new CanonicalText()
            .Add("prefer", group.Prefer)
            .Add("failback", group.FailbackAfter)
            .Each("addresses", group.Addresses, AddAddress)
            .Each("scripts", group.Scripts, AddScript)
            .Each("track", group.Track, AddTracked)
            .Add("on-change", group.OnChange);
        if (!group.Routes.IsEmpty || !group.Rules.IsEmpty)
        {
            // Only then: a node of a version that does not know them agrees on a file without them.
            text.Each("routes", group.Routes, AddRoute).Each("rules", group.Rules, AddRule);
        }

        if (group.Masquerade is { } masquerade)
        {
            // Likewise.
            text.Add("masquerade", masquerade.ToString());
        }

        return text;
    }

    private static void AddAddress(CanonicalText to, GroupAddress address)
    {
        to.Add("ip", address.Address)
            .Add("prefix", address.PrefixLength)
            .Add("mover", (long)address.Mover)
            .Add("interface", address.Interface);
        if (address.ElasticIp is not null || !address.RouteTables.IsEmpty || !address.DefaultRouteTables.IsEmpty)
        {
            to.Add("elastic-ip", address.ElasticIp?.ToString())
                .Each("route-tables", address.RouteTables)
                .Each("default-route-tables", address.DefaultRouteTables);
        }

        if (!address.ElasticIpTo.IsEmpty)
        {
            to.Each("elastic-ip-to", [.. address.ElasticIpTo.Select(own => $"{own.Key} {own.Value}")]);
        }
    }

    private static void AddRoute(CanonicalText to, GroupRoute route) => to
        .Add("to", route.To.ToString())
        .Add("via", route.Via?.ToString())
        .Add("interface", route.Interface)
        .Add("source", route.Source?.ToString())
        .Add("table", route.Table)
        .Add("metric", route.Metric);

    private static void AddRule(CanonicalText to, GroupRoutingRule rule) => to
        .Add("from", rule.From.ToString())
        .Add("to", rule.To.ToString())
        .Add("iif", rule.In)
        .Add("oif", rule.Out)
        .Add("mark", rule.Mark?.ToString())
        .Add("table", rule.Table)
        .Add("priority", rule.Priority);

    private static void AddScript(CanonicalText to, GroupScript script) => to
        .Add("path", script.Path)
        .Add("type", (long)script.Standard)
        .Add("timeout", script.Timeout)
        .Add("every", script.Every)
        .Each("arguments", script.Arguments)
        .Each("parameters", script.Parameters, (inner, parameter) => inner.Add("name", parameter.Key).AddSecret("value", parameter.Value));

    private static void AddTracked(CanonicalText to, TrackedThing thing) => to
        .Add("kind", (long)thing.Kind)
        .Add("target", thing.Target)
        .Add("weight", thing.Weight)
        .Add("every", thing.Every)
        .Add("timeout", thing.Timeout);
}
