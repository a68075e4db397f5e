using Tenbin.Linux.Bpf;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.Ebpf.Kernel;

/// <summary>The maps of <c>bpf/maps.h</c>, open.</summary>
internal sealed class EbpfMaps : IDisposable
{
    private readonly Dictionary<string, BpfMap> _all;

    public EbpfMaps(Func<string, BpfMap> open) =>
        _all = Names.ToDictionary(name => name, open, StringComparer.Ordinal);

    /// <summary>Every map of the image, as it is named there and pinned.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "services", "servers", "server_loads", "server_traffic", "retired_traffic", "schedules", "cursors", "sessions",
        "replies", "clients", "half_open", "timerless", "fragments", "answers", "allowed", "on_link", "interfaces", "settings", "events",
        "gate_groups", "gates", "gate_in_use", "relays", "relayers", "changes",
    ];

    public BpfMap Services => _all["services"];
    public BpfMap Servers => _all["servers"];
    public BpfMap ServerLoads => _all["server_loads"];
    public BpfMap ServerTraffic => _all["server_traffic"];
    public BpfMap RetiredTraffic => _all["retired_traffic"];
    public BpfMap Schedules => _all["schedules"];
    public BpfMap Sessions => _all["sessions"];
    public BpfMap Clients => _all["clients"];
    public BpfMap Allowed => _all["allowed"];
    public BpfMap OnLink => _all["on_link"];
    public BpfMap Interfaces => _all["interfaces"];
    public BpfMap Settings => _all["settings"];
    public BpfMap Events => _all["events"];
    public BpfMap GateGroups => _all["gate_groups"];
    public BpfMap Gates => _all["gates"];
    public BpfMap GateInUse => _all["gate_in_use"];
    public BpfMap Relays => _all["relays"];
    public BpfMap Relayers => _all["relayers"];
    public BpfMap Changes => _all["changes"];

    /// <summary>Held by who reads the settings, changes a part of them and writes them back.</summary>
    public Lock SettingsLock { get; } = new();

    /// <summary>Kernel memory of all of them, bytes.</summary>
    public long MemoryUse() => _all.Values.Sum(map => map.MemoryUse());

    /// <summary>Gives the maps of <paramref name="image"/> the sizes that the file asks for.</summary>
    public static void Size(BpfObject image, Limits limits)
    {
        foreach (var name in (string[])["services", "schedules", "cursors", "retired_traffic"])
        {
            image.SetMaxEntries(name, (uint)limits.Services);
        }

        foreach (var name in (string[])["servers", "server_loads", "server_traffic"])
        {
            image.SetMaxEntries(name, (uint)limits.Servers);
        }

        foreach (var name in (string[])["sessions", "replies", "clients", "timerless"])
        {
            image.SetMaxEntries(name, (uint)limits.Sessions);
        }
    }

    public void Dispose()
    {
        foreach (var map in _all.Values)
        {
            map.Dispose();
        }
    }
}
