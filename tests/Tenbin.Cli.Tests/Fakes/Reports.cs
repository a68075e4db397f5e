using System.Collections.Immutable;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Tests.Fakes;

/// <summary>A report with one of everything.</summary>
internal static class Reports
{
    public static readonly DateTimeOffset Now = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public static StatusReport Everything { get; } = new()
    {
        Daemon = new DaemonStatus("0.1.0", 4711, Now - TimeSpan.FromDays(3), 3 * 86_400 + 4 * 3_600),
        Config = new ConfigStatus("/etc/tenbin/tenbin.yaml", Now - TimeSpan.FromMinutes(5), null),
        DataPlane = new DataPlaneStatus
        {
            Name = "ebpf",
            Attachments = [new AttachmentStatus("eth0", "tc"), new AttachmentStatus("eth1", "tc")],
            Sessions = 12_345,
            SessionLimit = 1_000_000,
            KernelMemory = 369_636_352,
            Events = ImmutableSortedDictionary<string, long>.Empty.Add("no-server", 3),
        },
        Services =
        [
            new ServiceStatus
            {
                Name = "web",
                Listen = "172.18.1.199:80/tcp",
                Scheduler = "wlc",
                Totals = new TrafficTotals(90_000, 0, 0, 0, 0),
                Rates = new TrafficRates(120.4, 22_000, 26_250_000, 23_400, 150_000_000),
                Servers =
                [
                    Server("172.18.1.33:80", "nat", ServerState.Up) with
                    {
                        Active = 1_204, Inactive = 31, Rates = new TrafficRates(120.4, 0, 26_250_000, 0, 150_000_000),
                    },
                    Server("172.18.1.34:80", "nat", ServerState.Down) with
                    {
                        Reason = "GET /check.html: 503 Service Unavailable (3 failures in a row)", Since = Now - TimeSpan.FromSeconds(12),
                    },
                ],
            },
            new ServiceStatus
            {
                Name = "db-read",
                Listen = "172.18.1.200:3306/tcp",
                Scheduler = "wrr",
                PersistenceSeconds = 300,
                Totals = new TrafficTotals(0, 0, 0, 0, 0),
                Rates = TrafficRates.None,
                Servers =
                [
                    Server("172.18.1.220:3306", "dsr", ServerState.Draining) with { Reason = "drained by command", Drained = true },
                    Server("172.18.1.221:3306", "dsr", ServerState.Unknown) with
                    {
                        Weight = 5, FileWeight = 2, Reason = "no check has finished yet", NextHop = "eth0 via 172.18.1.221, MAC unresolved",
                        Reachable = false,
                    },
                    Server("172.18.1.222:3306", "dsr", ServerState.Fallback) with
                    {
                        Fallback = true, Since = null, Reason = "no real server takes new sessions",
                    },
                ],
            },
        ],
        Warnings = ["db-read: no real server takes new sessions, the fallback 172.18.1.222:3306 does"],
    };

    private static ServerStatus Server(string address, string forward, ServerState state) => new()
    {
        Address = address,
        Forward = forward,
        Weight = 1,
        FileWeight = 1,
        State = state,
        Reason = "",
        Since = Now - TimeSpan.FromHours(76),
        Drained = false,
        Fallback = false,
        Active = 0,
        Inactive = 0,
        Totals = new TrafficTotals(0, 0, 0, 0, 0),
        Rates = TrafficRates.None,
        NextHop = $"eth0 via {address.Split(':')[0]} 02:00:00:00:00:01",
        Reachable = true,
    };
}
