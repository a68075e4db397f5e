using Tenbin.Cli.Screen;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Text;

/// <summary>The status as one line for each service, for output that is kept.</summary>
internal static class PlainStatus
{
    /// <summary>The lines of one moment.</summary>
    public static IEnumerable<Line> Lines(StatusReport report)
    {
        var at = report.Daemon.StartedAt.AddSeconds(report.Daemon.UptimeSeconds).LocalDateTime;
        return report.Services.Select(service =>
        {
            var servers = service.Servers.Where(server => !server.Fallback).ToList();
            var states = servers.GroupBy(server => server.State).Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}");
            var sessions = service.Servers.Sum(server => server.Active + server.Inactive);
            return Line.Of(
                $"{at:HH:mm:ss} {service.Name} {service.Listen}: {string.Join(", ", states)}; sessions {Amounts.Count(sessions)}; "
                + ServiceTable.Rates(service.Rates));
        });
    }
}
