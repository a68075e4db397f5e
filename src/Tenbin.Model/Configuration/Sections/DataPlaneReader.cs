using System.Collections.Immutable;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>data-plane</c>.</summary>
internal static class DataPlaneReader
{
    private static readonly string[] Keys = ["hook", "interfaces", "limits", "timeouts", "full-table"];
    private static readonly (string, Hook)[] Hooks = [("auto", Hook.Tc), ("tc", Hook.Tc), ("xdp", Hook.Xdp)];
    private static readonly (string, FullTable)[] FullTables = [("refuse", FullTable.Refuse), ("drop-half-open", FullTable.DropHalfOpen)];

    /// <summary>Defaults stand in for what is missing or wrong.</summary>
    public static DataPlaneSettings Read(Value? value)
    {
        var defaults = new DataPlaneSettings();
        if (value?.Section("data-plane", Keys, "{ hook: tc }") is not { } section)
        {
            return defaults;
        }

        return new DataPlaneSettings
        {
            Hook = section.Find("hook")?.Choice("a hook", Hooks) ?? defaults.Hook,
            Interfaces = Interfaces(section.Find("interfaces")),
            Limits = ReadLimits(section.Find("limits")),
            Timeouts = ReadTimeouts(section.Find("timeouts")),
            FullTable = section.Find("full-table")?.Choice("a policy for a full session table", FullTables) ?? defaults.FullTable,
        };
    }

    private static Limits ReadLimits(Value? value)
    {
        var defaults = new Limits();
        var section = value?.Section("limits of the data plane", ["services", "servers", "sessions"], "{ sessions: 1M }");
        return new Limits
        {
            Services = section?.Find("services")?.Count(1, 65_536) ?? defaults.Services,
            Servers = section?.Find("servers")?.Count(1, 1_000_000) ?? defaults.Servers,
            Sessions = section?.Find("sessions")?.Count(1_000, 64_000_000) ?? defaults.Sessions,
        };
    }

    private static SessionTimeouts ReadTimeouts(Value? value)
    {
        var defaults = new SessionTimeouts();
        var section = value?.Section("timeouts of the data plane", ["tcp", "tcp-fin", "udp"], "{ tcp: 15m }");
        return new SessionTimeouts
        {
            Tcp = Timeout("tcp") ?? defaults.Tcp,
            TcpFin = Timeout("tcp-fin") ?? defaults.TcpFin,
            Udp = Timeout("udp") ?? defaults.Udp,
        };

        TimeSpan? Timeout(string key) => section?.Find(key)?.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(720));
    }

    private static ImmutableArray<string> Interfaces(Value? value)
    {
        var names = new List<string>();
        foreach (var item in value?.Items("[eth0]") ?? [])
        {
            if (item.InterfaceName() is not { } name)
            {
                continue;
            }

            if (names.Contains(name))
            {
                item.Fail("names an interface twice; remove one");
            }
            else
            {
                names.Add(name);
            }
        }

        return [.. names];
    }
}
