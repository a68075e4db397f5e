using Tenbin.Model.Configuration;

namespace Tenbin.Director.Reloading;

/// <summary>Says what differs between two <c>groups</c> sections; their order does not count.</summary>
internal static class GroupDiff
{
    /// <summary>A clause for each group that differs, in file order, those that are gone last.</summary>
    public static IEnumerable<string> Describe(TenbinConfig before, TenbinConfig after)
    {
        var old = before.Groups.ToDictionary(group => group.Name);
        foreach (var group in after.Groups)
        {
            if (!old.Remove(group.Name, out var was))
            {
                yield return $"group {group.Name} added";
            }
            else if (was != group)
            {
                yield return $"group {group.Name} changed";
            }
        }

        foreach (var gone in before.Groups.Where(group => old.ContainsKey(group.Name)))
        {
            yield return $"group {gone.Name} removed";
        }
    }
}
