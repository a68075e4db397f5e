using System.Collections.Immutable;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Reloading;

/// <summary>What a running daemon cannot change.</summary>
internal static class RestartRules
{
    private const string Restart = "a reload cannot change it: restart the daemon (traffic goes on meanwhile)";
    private const string RestartOneByOne =
        "a reload cannot change it: put the same file on every node and restart their daemons, one after the other";

    private const string Clear =
        "a reload cannot change it: stop the daemon, run 'tenbin clear' and start it again (this ends all sessions)";

    /// <summary>A sentence for each such change; empty when the reload may go on.</summary>
    public static ImmutableArray<string> Violations(TenbinConfig before, TenbinConfig after) =>
        [.. OfDataPlane(before.DataPlane, after.DataPlane), .. OfCluster(before.Cluster, after.Cluster), .. OfGroups(before, after)];

    // Nodes name groups to each other by their place among all; with a group's leases stand the gates of its addresses.
    private static IEnumerable<string> OfGroups(TenbinConfig before, TenbinConfig after) =>
        before.Cluster is null || after.Cluster is null || GroupDiff.Describe(before, after).ToList() is not { Count: > 0 } changes
            ? []
            : [$"{string.Join(", ", changes)}; {RestartOneByOne}"];

    // Votes and grants name the members and the times that they were given for.
    private static ImmutableArray<string> OfCluster(ClusterSettings? before, ClusterSettings? after) =>
        before == after ? []
        : before is null ? ["cluster added; a reload cannot make this director a node: restart the daemon (traffic goes on meanwhile)"]
        : after is null ? ["cluster removed; a reload cannot take a node out of its cluster: run 'tenbin standby', then restart the daemon"]
        : [$"cluster changed ({string.Join(", ", ClusterDiff.Keys(before, after))}); {RestartOneByOne}"];

    private static ImmutableArray<string> OfDataPlane(DataPlaneSettings before, DataPlaneSettings after)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        void Compare<T>(string key, T was, T now, string remedy)
        {
            if (!EqualityComparer<T>.Default.Equals(was, now))
            {
                found.Add($"data-plane.{key} changed from {was} to {now}; {remedy}");
            }
        }

        Compare("hook", Name(before.Hook), Name(after.Hook), Restart);
        Compare("interfaces", Names(before.Interfaces), Names(after.Interfaces), Restart);
        Compare("full-table", Name(before.FullTable), Name(after.FullTable), Restart);
        Compare("timeouts.tcp", Seconds(before.Timeouts.Tcp), Seconds(after.Timeouts.Tcp), Restart);
        Compare("timeouts.tcp-fin", Seconds(before.Timeouts.TcpFin), Seconds(after.Timeouts.TcpFin), Restart);
        Compare("timeouts.udp", Seconds(before.Timeouts.Udp), Seconds(after.Timeouts.Udp), Restart);
        Compare("limits.services", before.Limits.Services, after.Limits.Services, Clear);
        Compare("limits.servers", before.Limits.Servers, after.Limits.Servers, Clear);
        Compare("limits.sessions", before.Limits.Sessions, after.Limits.Sessions, Clear);
        return found.ToImmutable();
    }

    private static string Name(Hook hook) => hook == Hook.Xdp ? "xdp" : "tc";

    private static string Name(FullTable policy) => policy == FullTable.Refuse ? "refuse" : "drop-half-open";

    private static string Names(ImmutableArray<string> interfaces) =>
        interfaces.IsEmpty ? "every Ethernet interface" : string.Join(", ", interfaces);

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###}s";
}
