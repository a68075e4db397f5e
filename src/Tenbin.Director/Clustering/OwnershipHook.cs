using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Tenbin.Linux.Processes;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Clustering;

/// <summary>Key <c>on-change</c>: runs an operator's program when a group comes or goes. Nothing waits for it.</summary>
internal sealed partial class OwnershipHook(GroupSettings group, string node, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs it with TENBIN_GROUP, TENBIN_NODE, TENBIN_EVENT (<c>acquired</c> or <c>lost</c>) and TENBIN_EPOCH.</summary>
    public void Run(string happened, ulong epoch)
    {
        if (group.OnChange is { } program)
        {
            _ = Task.Run(() => RunAsync(program, happened, epoch));
        }
    }

    private async Task RunAsync(string program, string happened, ulong epoch)
    {
        var command = new Command(program, [])
        {
            Environment = new Dictionary<string, string>
            {
                ["TENBIN_GROUP"] = group.Name,
                ["TENBIN_NODE"] = node,
                ["TENBIN_EVENT"] = happened,
                ["TENBIN_EPOCH"] = epoch.ToString(CultureInfo.InvariantCulture),
            },
            LeavesService = true,
        };
        using var deadline = new CancellationTokenSource(s_patience, time);
        try
        {
            var result = await command.RunAsync(time, deadline.Token).ConfigureAwait(false);
            if (!result.InTime || result.ExitCode != 0)
            {
                LogFailed(program, group.Name, result.InTime ? result.Describe() : $"did not end within {s_patience.TotalSeconds:0} s");
            }
        }
        catch (Win32Exception e)
        {
            LogFailed(program, group.Name, $"cannot be started: {e.Message}");
        }
    }

    [LoggerMessage(1100, LogLevel.Warning, "on-change {Program} of group '{Group}' {Problem}")]
    private partial void LogFailed(string program, string group, string problem);
}
