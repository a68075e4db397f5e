using Tenbin.Director.Api;

namespace Tenbin.Cli.Drill;

/// <summary>One thing that must be so before a group is moved for an exercise.</summary>
/// <param name="What">The question, for people.</param>
/// <param name="Fault">Why not; null = it is so.</param>
internal sealed record DrillCheck(string What, string? Fault)
{
    /// <summary>All of them, for one group. Pure.</summary>
    public static IReadOnlyList<DrillCheck> Of(ClusterStatus cluster, GroupStatus group)
    {
        var silent = cluster.Nodes.Where(node => !node.IsAlive).Select(node => node.Name).ToList();
        var different = cluster.Nodes.Where(node => node.SameFile == false).Select(node => node.Name).ToList();
        return
        [
            new("every node is there", silent.Count == 0 ? null : $"{string.Join(", ", silent)} is silent"),
            new("every node has the same file", different.Count == 0 ? null : $"{string.Join(", ", different)} has another one"),
            new("the group is owned", group.Owner is null ? "nobody owns it" : null),
            new("this node is fit", group.Fitness > 0 ? null : group.FitnessReason),
            new("the witness answers", cluster.Witness?.Trouble),
            new("moves are allowed", cluster.Maintenance ? "maintenance is on" : null),
            new("the group has an address to ask", group.Addresses.IsEmpty ? "it has scripts only, so an outage cannot be measured" : null),
        ];
    }
}
