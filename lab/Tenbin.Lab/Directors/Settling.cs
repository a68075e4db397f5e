namespace Tenbin.Lab.Directors;

/// <summary>Waits until directors that serve together have nothing left to do.</summary>
public static class Settling
{
    /// <summary>
    /// Waits until all directors see each other, agree on who owns the group by all votes, hold the same file and each other's
    /// sessions, and have their servers up: a fault or a planned move could begin.
    /// </summary>
    /// <returns>The owner.</returns>
    public static async Task<LabDirector> WaitUntilSettled(this IReadOnlyList<LabDirector> directors, string group, TimeSpan? deadline = null)
    {
        var last = new DirectorStatus?[directors.Count];
        return await Wait.For(
            "the directors to settle",
            async () =>
            {
                for (var index = 0; index < last.Length; index++)
                {
                    last[index] = await directors[index].Status();
                    if (!IsReady(last[index]!))
                    {
                        return null;
                    }
                }

                var owners = last.Select(status => status!.Cluster![group].Owner).Distinct().ToArray();
                return owners is [{ } owner] && IsVotedByAll(last.First(status => status!.Cluster!.Node == owner)!, group)
                    ? directors.First(director => director.Name == owner)
                    : null;
            },
            deadline,
            () => string.Join('\n', directors.Select((director, index) => $"{director.Name}: {Describe(last[index], group)}\n{director.Daemon?.Output}")));
    }

    private static bool IsReady(DirectorStatus status) =>
        status.Cluster is { } cluster
        && cluster.Nodes.All(node => node.IsAlive && node.SameFile is null or true)
        && cluster.Sessions.All(peer => peer.HasAll)
        && cluster.Groups.All(one => one.Fitness > 0)
        && status.Services.All(service => service.Servers.All(server => server.State == "up"));

    /// <summary>Every node and the witness: a node that has booted abstains for a while, and a crash meanwhile would be a second fault.</summary>
    private static bool IsVotedByAll(DirectorStatus owner, string group) =>
        owner.Cluster![group].Votes.Count == owner.Cluster.Nodes.Count + (owner.Cluster.Witness is null ? 0 : 1);

    private static string Describe(DirectorStatus? status, string group) => status is null
        ? "no status"
        : $"{status.Cluster}, votes {string.Join(' ', status.Cluster?[group].Votes ?? [])}, groups {string.Join(' ', status.Cluster?.Groups ?? [])}, nodes {string.Join(' ', status.Cluster?.Nodes ?? [])}, "
            + $"servers {string.Join(' ', status.Services.SelectMany(service => service.Servers))}, warnings: {string.Join(" | ", status.Warnings)}";
}
