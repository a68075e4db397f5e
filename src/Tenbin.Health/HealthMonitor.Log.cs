using Microsoft.Extensions.Logging;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Health;

public sealed partial class HealthMonitor
{
    private void LogAll(List<ServerTransition>? changes)
    {
        foreach (ServerTransition change in changes ?? [])
        {
            if (change.To == ServerHealth.Up)
            {
                LogUp(change.Key, change.Reason, change.From, change.FromSince);
            }
            else
            {
                LogDown(change.Key, change.Reason, change.From, change.FromSince);
            }
        }
    }

    [LoggerMessage(2000, LogLevel.Information,
        "Real server {Server} is up: {Reason}. It was {From} since {Since:yyyy-MM-ddTHH:mm:ssZ}.")]
    private partial void LogUp(ServerKey server, string reason, ServerHealth from, DateTimeOffset since);

    [LoggerMessage(2001, LogLevel.Warning,
        "Real server {Server} is down: {Reason}. It was {From} since {Since:yyyy-MM-ddTHH:mm:ssZ}.")]
    private partial void LogDown(ServerKey server, string reason, ServerHealth from, DateTimeOffset since);

    [LoggerMessage(2002, LogLevel.Information, "Checking {Servers} real servers with {Probes} probes.")]
    private partial void LogUpdated(int servers, int probes);
}
