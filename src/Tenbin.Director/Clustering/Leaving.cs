using Microsoft.Extensions.Logging;
using Tenbin.Cluster.Core;

namespace Tenbin.Director.Clustering;

/// <summary>A node's orderly end: for a restart in place it keeps its groups for the time of that; with its machine it gives them away.</summary>
internal static partial class Leaving
{
    private static readonly TimeSpan s_restartPatience = TimeSpan.FromSeconds(1), s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Does what is right for why the daemon ends.</summary>
    /// <param name="cluster">This node.</param>
    /// <param name="forGood">The machine is going down: nobody comes back in a moment.</param>
    /// <param name="log">Told what came of it.</param>
    /// <param name="time">Clock of the patience.</param>
    public static async Task RunAsync(IClusterNode cluster, bool forGood, ILogger log, TimeProvider time)
    {
        var (kind, patience) = forGood ? (CommandKind.LeaveForGood, s_patience) : (CommandKind.LeaveForRestart, s_restartPatience);
        try
        {
            var done = await cluster.AskAsync(kind).WaitAsync(patience, time).ConfigureAwait(false);
            LogLeft(log, done.Text);
        }
        catch (TimeoutException) when (forGood)
        {
            LogStillHere(log, patience.TotalSeconds, string.Join(", ", Held(cluster)));
        }
        catch (TimeoutException)
        {
            LogLate(log, patience.TotalSeconds, string.Join(", ", Held(cluster)));
        }
    }

    private static IEnumerable<string> Held(IClusterNode cluster) =>
        cluster.Groups.Where((_, group) => cluster.View.Groups[group].Phase == Phase.Holding).DefaultIfEmpty("none");

    [LoggerMessage(1101, LogLevel.Information, "Leaving: {What}")]
    private static partial void LogLeft(ILogger logger, string what);

    [LoggerMessage(1102, LogLevel.Warning, "Leaving without a majority's answer after {Seconds} s: unless the daemon is back before their leases run out, another node takes the groups held here ({Groups})")]
    private static partial void LogLate(ILogger logger, double seconds, string groups);

    [LoggerMessage(1103, LogLevel.Warning, "Leaving though not all is stopped after {Seconds} s: the gates are closed to what is left of the groups; still owned here: {Groups}")]
    private static partial void LogStillHere(ILogger logger, double seconds, string groups);
}
