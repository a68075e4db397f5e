using System.Collections.Immutable;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering;
using Tenbin.Director.Loop;
using Tenbin.Forwarding;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Status;

/// <summary>Makes the report for operators from what the director knows. Pure.</summary>
internal static class StatusBuilder
{
    /// <summary>The report.</summary>
    public static StatusReport Build(DirectorView view, DaemonStatus daemon, ClusterStatus? cluster = null)
    {
        var snapshot = view.Snapshot;
        var counters = (snapshot?.Services ?? []).ToDictionary(service => service.Service);
        var desired = view.Desired.Services.ToDictionary(service => service.Name);
        return new StatusReport
        {
            Daemon = daemon,
            Config = new ConfigStatus(view.Config.File, view.Config.LoadedAt, view.Refused),
            DataPlane = new DataPlaneStatus
            {
                Name = "ebpf",
                Attachments = [.. (snapshot?.Attachments ?? []).Select(a => new AttachmentStatus(a.Interface, a.Hook))],
                Sessions = snapshot?.Sessions ?? 0,
                SessionLimit = snapshot?.SessionLimit ?? view.Config.Config.DataPlane.Limits.Sessions,
                KernelMemory = snapshot?.KernelMemory ?? 0,
                Events = snapshot?.Events ?? ImmutableSortedDictionary<string, long>.Empty,
                Problem = view.Problem,
            },
            Cluster = cluster,
            Services =
            [
                .. view.Config.Config.Services.Select(service => Service(
                    view, service, desired.GetValueOrDefault(service.Name), counters.GetValueOrDefault(service.Listen))),
            ],
            Warnings = cluster is null ? view.Warnings : [.. ClusterStatusBuilder.Warnings(cluster), .. view.Warnings],
        };
    }

    private static ServiceStatus Service(
        DirectorView view, VirtualService service, DesiredService? desired, ServiceCounters? counters)
    {
        var planned = (desired?.Servers ?? []).ToDictionary(server => server.Address);
        var counted = (counters?.Servers ?? []).ToDictionary(server => server.Server);
        ServerStatus Status(RealServer server, bool fallback) => ServerStatuses.Of(
            view, service, server, fallback, planned.GetValueOrDefault(server.Address), counted.GetValueOrDefault(server.Address));
        return new ServiceStatus
        {
            Name = service.Name,
            Listen = service.Listen.ToString(),
            Aliases = [.. view.Desired.Services.Where(planned => planned.AliasOf == service.Name).Select(alias => alias.Listen.ToString())],
            Scheduler = Names.Of(service.Scheduler),
            PersistenceSeconds = service.Persistence?.For.TotalSeconds,
            Totals = Totals(counters?.Traffic ?? default),
            Rates = view.Rates.Of(service.Listen),
            Servers =
            [
                .. service.Servers.Select(server => Status(server, fallback: false)),
                .. service.Fallback is { } spare && service.Servers.All(server => server.Address != spare.Address)
                    ? [Status(spare, fallback: true)]
                    : ImmutableArray<ServerStatus>.Empty,
            ],
        };
    }

    /// <summary>Totals for the API.</summary>
    public static TrafficTotals Totals(Traffic traffic) =>
        new(traffic.Sessions, traffic.PacketsIn, traffic.BytesIn, traffic.PacketsOut, traffic.BytesOut);
}
