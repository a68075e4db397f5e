using System.Collections.Immutable;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>One entry of <c>groups</c>.</summary>
internal static class GroupReader
{
    private static readonly string[] Keys = ["prefer", "failback", "addresses", "routes", "rules", "masquerade", "scripts", "track", "on-change"];
    private static readonly string[] Moved = ["addresses", "routes", "rules", "masquerade", "scripts"];
    private static readonly (string, bool)[] Policies = [("manual", false), ("auto", true)];

    /// <summary>Null when it is no group of keys; whole only when no error was reported.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="value">What the key holds.</param>
    /// <param name="cluster">Its cluster, perhaps with mistakes.</param>
    /// <param name="moved">Takes its addresses.</param>
    /// <param name="routing">Takes its routes and rules.</param>
    public static GroupSettings? Read(string name, Value value, ClusterSettings? cluster, MovedAddresses moved, MovedRouting routing)
    {
        var owner = $"group '{Display.Of(name)}'";
        if (value.Section(owner, Keys, "{ addresses: [172.18.1.199/24] }") is not { } section)
        {
            moved.LeaveOut();
            return null;
        }

        if (Moved.All(key => section.Find(key) is null))
        {
            section.Fail("has nothing to move; give 'addresses', 'routes', 'rules' or 'scripts', e.g. addresses: [172.18.1.199/24]");
        }

        var addresses = GroupAddressReader.ReadAll(section.Find("addresses"), owner, cluster, moved);
        return new GroupSettings
        {
            Name = name,
            Prefer = Prefer(section.Find("prefer"), cluster),
            FailbackAfter = Failback(section.Find("failback"), owner),
            Addresses = addresses,
            Routes = GroupRouteReader.ReadAll(section.Find("routes"), owner, moved.IsComplete ? addresses : null, routing),
            Rules = GroupRuleReader.ReadAll(section.Find("rules"), owner, routing),
            Masquerade = GroupMasqueradeReader.Read(section.Find("masquerade"), owner, moved.IsComplete ? addresses : null),
            Scripts = Scripts(section.Find("scripts"), owner),
            Track = Track(section.Find("track"), owner),
            OnChange = section.Find("on-change")?.Program("/usr/local/lib/tenbin/tell-us"),
        };
    }

    private static string? Prefer(Value? value, ClusterSettings? cluster)
    {
        if (value is null || cluster is not { Nodes.Length: > 0 })
        {
            return null;
        }

        var names = cluster.Nodes.Select((node, index) => (node.Name, index)).ToList();
        return value.Choice("a node of the cluster", names) is { } chosen ? names[chosen].Name : null;
    }

    private static TimeSpan? Failback(Value? value, string owner)
    {
        const string Example = "{ after: 30s }";
        if (value is null or { IsScalar: true })
        {
            return value?.Choice($"a policy for a node's return (with a time it is written {Example})", Policies) == true
                ? GroupSettings.DefaultFailbackAfter
                : null;
        }

        if (value.Section($"failback of {owner}", ["after"], Example) is not { } section)
        {
            return null;
        }

        if (section.Find("after") is { } after)
        {
            return after.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
        }

        section.Fail("'after' is missing; say how long the node must be fit before it takes the group back, e.g. after: 30s");
        return null;
    }

    private static ImmutableArray<GroupScript> Scripts(Value? value, string owner)
    {
        var scripts = new List<GroupScript>();
        foreach (var item in value?.Items("[/etc/init.d/exim4]") ?? [])
        {
            if (GroupScriptReader.Read(item, owner) is not { } script)
            {
                continue;
            }

            if (scripts.Contains(script))
            {
                item.FailKey("names the same script twice; remove one, or give them different arguments or parameters");
            }

            scripts.Add(script);
        }

        return [.. scripts];
    }

    private static ImmutableArray<TrackedThing> Track(Value? value, string owner)
    {
        var things = new List<TrackedThing>();
        foreach (var item in value?.Items("[{ interface: eth0 }]") ?? [])
        {
            if (TrackReader.Read(item, owner) is not { } thing)
            {
                continue;
            }

            if (things.Any(other => (other.Kind, other.Target) == (thing.Kind, thing.Target)))
            {
                item.FailKey("tracks the same thing twice; remove one");
            }

            things.Add(thing);
        }

        return [.. things];
    }
}
