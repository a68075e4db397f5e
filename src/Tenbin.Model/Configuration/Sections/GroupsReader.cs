using System.Collections.Immutable;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>groups</c>, which stands and falls with <c>cluster</c>.</summary>
internal static class GroupsReader
{
    private const string Example = "{ front: { addresses: [172.18.1.199/24] } }";

    /// <summary>The groups, whole only when no error was reported; and their addresses, null when they are not all known.</summary>
    public static (ImmutableArray<GroupSettings> Groups, MovedAddresses? Moved) Read(Section root, ClusterSettings? cluster)
    {
        var value = root.Find("groups");
        if (!BelongTogether(root.Find("cluster"), value) || value!.Section("groups", null, Example) is not { } section)
        {
            return ([], null);
        }

        if (section.Entries.Count is 0 or > ClusterSettings.MaxGroups)
        {
            value.FailKey(section.Entries.Count == 0
                ? $"names no group, so that the cluster has nothing to move; give e.g. groups: {Example}, or remove 'cluster' and 'groups'"
                : $"names {section.Entries.Count} groups, and a heartbeat tells of {ClusterSettings.MaxGroups} at most; put addresses that may move together into one");
        }

        var groups = new List<GroupSettings>();
        var (moved, routing) = (new MovedAddresses(cluster), new MovedRouting());
        foreach (var (name, entry) in section.Entries)
        {
            entry.CheckName(name, "a group's name");
            moved.AddGroup(name);
            if (GroupReader.Read(name, entry, cluster, moved, routing) is { } group)
            {
                groups.Add(group);
            }
        }

        return ([.. groups], moved.IsComplete && groups.Count > 0 ? moved : null);
    }

    private static bool BelongTogether(Value? cluster, Value? groups)
    {
        if (cluster is null)
        {
            groups?.FailKey("needs 'cluster': a director that stands alone moves nothing; add 'cluster', or remove 'groups'");
        }
        else if (groups is null)
        {
            cluster.FailKey($"has nothing to move: 'groups' is missing; give the services' addresses there, e.g. groups: {Example}, or remove 'cluster'");
        }

        return cluster is not null && groups is not null;
    }
}
