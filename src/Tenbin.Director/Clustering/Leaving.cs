using Microsoft.Extensions.Logging;
using Tenbin.Cluster.Core;

namespace Tenbin.Director.Clustering;

/// <summary>A node's orderly end: for a restart in place it keeps its groups for the time of that; with its machine it gives them away.</summary>
internal static partial class Leaving
{
    private static readonly TimeSpan s_restartPatience = TimeSpan.FromSeconds(1), s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Does what is right for why the daemon ends.</summary>
    public static async Task RunAsync(ClusterRuntime cluster, ILogger log, TimeProvider time)
    {
        var forGood = await MachineState.IsGoingDownAsync(time).ConfigureAwait(false);
        var (kind, patience) = forGood ? (CommandKind.LeaveForGood, s_patience) : (CommandKind.LeaveForRestart, s_restartPatience);
        try
        {
            var done = await cluster.AskAsync(kind).WaitAsync(patience, time).ConfigureAwait(false);
            LogLeft(log, done.Text);
        }
        catch (TimeoutException)
        {
            LogLate(log, patience.TotalSeconds);
        }
    }

    [LoggerMessage(1101, LogLevel.Information, "Leaving: {What}")]
    private static partial void LogLeft(ILogger logger, string what);

    [LoggerMessage(1102, LogLevel.Warning, "Leaving without a majority's answer after {Seconds} s: the groups' leases run out by themselves")]
    private static partial void LogLate(ILogger logger, double seconds);
}
