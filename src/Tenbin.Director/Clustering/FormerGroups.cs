using Microsoft.Extensions.Logging;
using Tenbin.Addresses;
using Tenbin.Director.Startup;
using Tenbin.Forwarding;
using Tenbin.Linux;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Clustering;

/// <summary>What is left of groups that have left the file since the daemon before this one.</summary>
internal static partial class FormerGroups
{
    /// <summary>Takes their rules and routes from the kernel, and with a cluster their addresses from the interfaces, while their gate still stands.</summary>
    /// <exception cref="StartupException">The kernel refused.</exception>
    public static void Release(Surroundings surroundings, DirectorPaths paths, TenbinConfig config, ILogger log)
    {
        var kept = config.Groups.SelectMany(group => group.Addresses).Select(address => address.Address).ToHashSet();
        try
        {
            var routing = surroundings.ReleaseRouting(config.Groups);
            foreach (var released in routing.Concat(config.Cluster is null ? [] : surroundings.ReleaseGated(paths, kept)))
            {
                LogReleased(log, released);
            }
        }
        catch (Exception e) when (e is DataPlaneException or LinuxException or ResourceException)
        {
            throw new StartupException(ExitStatus.Failed, $"what a group that has left the file has left here cannot be removed: {e.Message}", e);
        }
    }

    [LoggerMessage(1104, LogLevel.Information, "A group has left the file: {Released}")]
    private static partial void LogReleased(ILogger logger, string released);
}
