using System.Net;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.Ebpf.NextHops;
using Tenbin.Forwarding.Scheduling;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.Ebpf.Reconciling;

/// <summary>
/// Makes the maps hold the desired state by a diff against what they hold. The order keeps every packet right
/// meanwhile: new servers, then allow lists and tables that name them, then services; what goes, goes last.
/// </summary>
internal sealed class Reconciler
{
    private readonly EbpfMaps _maps;
    private readonly INextHops _hops;
    private readonly ServerExtent _extent;
    private readonly ScheduleWriter _schedules;
    private readonly ServerWriter _servers;
    private readonly SettingsEntry _settings;
    private Dictionary<ServiceAddress, (DesiredService Service, int[] Slots)> _tables = [];

    public Reconciler(EbpfMaps maps, INextHops hops, ServerExtent extent, DataPlaneSettings settings)
    {
        _maps = maps;
        _hops = hops;
        _extent = extent;
        _schedules = new ScheduleWriter(maps);
        _servers = new ServerWriter(maps);
        _settings = SettingsEntry.From(settings);
    }

    public ReconcileReport Reconcile(DesiredState desired)
    {
        List<string> changes = [];
        List<string> warnings = [];
        List<string> followed = [];
        Dictionary<IPAddress, NextHop> found = [];
        var held = HeldState.Read(_maps, _extent);
        var assignment = Assignment.Make(
            desired, held, server => MethodOf(server, Hop(server)), (int)_maps.Schedules.MaxEntries, (int)_maps.Servers.MaxEntries);

        WriteSettings(changes);
        foreach (var service in assignment.Services)
        {
            WriteServers(service, held, Hop, changes, warnings, followed);
        }

        var allowed = Allowed(assignment);
        var onLink = OnLink();
        Report(changes, PrefixWriter.Add(_maps.Allowed, allowed), "allow-list entries added");
        Report(followed, PrefixWriter.Add(_maps.OnLink, onLink), "on-link networks added");
        WriteSchedules(assignment, changes);
        WriteServices(assignment, held, changes);
        Remove(assignment, held, changes);
        Report(changes, PrefixWriter.Prune(_maps.Allowed, allowed), "allow-list entries removed");
        Report(followed, PrefixWriter.Prune(_maps.OnLink, onLink), "on-link networks removed");
        if (changes.Count > 0)
        {
            _extent.Changed();
        }

        return new ReconcileReport([.. changes], [.. warnings]) { Followed = [.. followed] };

        NextHop Hop(DesiredServer server)
        {
            if (!found.TryGetValue(server.Address.Address, out var hop))
            {
                found[server.Address.Address] = hop = _hops.Find(server.Address.Address);
            }

            return hop;
        }
    }

    private static ServerMethod MethodOf(DesiredServer server, NextHop hop) =>
        hop.IsLocal ? ServerMethod.Local : server.Forward == ForwardingMethod.Nat ? ServerMethod.Nat : ServerMethod.Dsr;

    private void WriteSettings(List<string> changes)
    {
        lock (_maps.SettingsLock)
        {
            if (!_maps.Settings.TryLookup(0u, out SettingsEntry held) || !SameSettings(held, _settings))
            {
                _maps.Settings.Update(0u, _settings with { VersionBase = held.VersionBase, Sync = held.Sync });
                changes.Add("settings written: session timeouts and full-table policy");
            }
        }
    }

    private static bool SameSettings(SettingsEntry a, SettingsEntry b) =>
        ((ReadOnlySpan<ulong>)a.Timeouts).SequenceEqual(b.Timeouts) && a.DropHalfOpen == b.DropHalfOpen && a.AbiVersion == b.AbiVersion;

    private void WriteServers(
        AssignedService service, HeldState held, Func<DesiredServer, NextHop> hopOf,
        List<string> changes, List<string> warnings, List<string> followed)
    {
        foreach (var (desired, index, isNew) in service.Servers)
        {
            var hop = hopOf(desired);
            var before = index < held.Servers.Count ? held.Servers[index] : default;
            var entry = Entry(service, desired, hop) with { Generation = before.Generation };
            Warn(service.Desired, desired, hop, warnings);
            if (isNew)
            {
                _servers.Take(index, entry, before.Generation);
                _extent.Include(index);
                changes.Add($"{service.Desired.Name}: real server {desired.Address} added ({Describe(desired)})");
            }
            else if (before != entry)
            {
                _servers.Change(index, entry);
                if (WithoutWay(before) == WithoutWay(entry))
                {
                    followed.Add($"{service.Desired.Name}: real server {desired.Address} is reached by {NextHopText.Of(entry, hop.Interface)}");
                }
                else
                {
                    changes.Add($"{service.Desired.Name}: real server {desired.Address} now {Describe(desired)}");
                }
            }
        }
    }

    private static ServerEntry Entry(AssignedService service, DesiredServer desired, NextHop hop) => new()
    {
        Address = MappedAddress.From(desired.Address.Address),
        NextHop = MappedAddress.From(hop.Via),
        Mac = MacEntry.From(hop.Mac),
        OwnMac = MacEntry.From(hop.OwnMac),
        InterfaceIndex = (uint)hop.InterfaceIndex,
        Mtu = (uint)hop.Mtu,
        Service = service.Id,
        Weight = (uint)desired.Weight,
        Port = desired.Address.Port,
        Method = MethodOf(desired, hop),
        Admission = desired.Admission,
    };

    private static ServerEntry WithoutWay(ServerEntry server) =>
        server with { NextHop = default, Mac = default, OwnMac = default, InterfaceIndex = 0, Mtu = 0 };

    private static string Describe(DesiredServer server) => server.Admission switch
    {
        Admission.Open => $"open, weight {server.Weight}",
        Admission.Drain => "draining",
        _ => "down",
    };

    private static void Warn(DesiredService service, DesiredServer server, NextHop hop, List<string> warnings)
    {
        if (hop.IsLocal && server.Address.Port != service.Listen.Port)
        {
            warnings.Add(
                $"{service.Name}: real server {server.Address} is this machine itself, which serves on the port of the service alone; " +
                $"let it listen on {service.Listen}");
        }
        else if (!hop.IsLocal && hop.InterfaceIndex == 0)
        {
            warnings.Add($"{service.Name}: no route to real server {server.Address}; its packets are dropped until there is one");
        }
        else if (server.Forward == ForwardingMethod.Dsr && !hop.IsLocal && !hop.Via.Equals(server.Address.Address))
        {
            warnings.Add(
                $"{service.Name}: real server {server.Address} is behind router {hop.Via}, where dsr cannot reach it; " +
                "put it into this director's segment or use nat");
        }
    }

    private static HashSet<ScopedPrefix> Allowed(Assignment assignment) =>
    [
        .. from service in assignment.Services
           from network in service.Desired.AllowFrom
           select ScopedPrefix.From(service.Id, network),
    ];

    private HashSet<ScopedPrefix> OnLink() =>
    [
        .. from egress in _hops.Interfaces
           from network in egress.Networks
           select ScopedPrefix.From((uint)egress.Index, network),
    ];

    private void WriteSchedules(Assignment assignment, List<string> changes)
    {
        _tables = assignment.Services.ToDictionary(service => service.Desired.Listen, service => (service.Desired, Table(service.Desired)));
        var wanted = assignment.Services.ToDictionary(service => service.Id, service => Array.ConvertAll(
            _tables[service.Desired.Listen].Slots, slot => (uint)service.Servers[slot].Index));
        var names = assignment.Services.ToDictionary(service => service.Id, service => service.Desired.Name);
        foreach (var id in _schedules.Write(wanted))
        {
            changes.Add($"{names[id]}: scheduler table swapped, {wanted[id].Length} slots");
        }
    }

    // A table depends on nothing else, and a large one is costly to make once a second.
    private int[] Table(DesiredService service) =>
        _tables.TryGetValue(service.Listen, out var made) && made.Service.Scheduler == service.Scheduler &&
        made.Service.TableSize == service.TableSize && made.Service.Servers.SequenceEqual(service.Servers)
            ? made.Slots
            : ScheduleTable.Make(service.Scheduler, service.TableSize, service.Servers);

    private void WriteServices(Assignment assignment, HeldState held, List<string> changes)
    {
        foreach (var service in assignment.Services)
        {
            var entry = Entry(service);
            if (service.IsNew)
            {
                _maps.RetiredTraffic.Update(service.Id, default(TrafficEntry));
            }

            if (service.IsNew || held.Services[service.Key] != entry)
            {
                _maps.Services.Update(service.Key, entry);
                changes.Add($"{service.Desired.Name}: virtual service {service.Desired.Listen} {(service.IsNew ? "added" : "changed")}");
            }
        }
    }

    private static ServiceEntry Entry(AssignedService service)
    {
        var desired = service.Desired;
        var flags = ServiceFlags.None;
        Set(ServiceFlags.HashPort, desired.Hash == HashInput.SourceAndPort);
        Set(ServiceFlags.AllowList, !desired.AllowFrom.IsDefaultOrEmpty);
        Set(ServiceFlags.RefuseOnLink, desired.OnLinkClients == OnLinkClients.Refuse);
        Set(ServiceFlags.Persistent, desired.Persistence is not null);
        return new ServiceEntry
        {
            Id = service.Id,
            Scheduler = desired.Scheduler,
            Flags = flags,
            PersistencePrefixV4 = desired.Persistence?.PrefixLengthV4 ?? 0,
            PersistencePrefixV6 = desired.Persistence?.PrefixLengthV6 ?? 0,
            Persistence = (ulong)(desired.Persistence?.For.Ticks ?? 0) * 100,
        };

        void Set(ServiceFlags flag, bool on) => flags |= on ? flag : ServiceFlags.None;
    }

    private void Remove(Assignment assignment, HeldState held, List<string> changes)
    {
        HashSet<uint> staying = [.. assignment.Services.Select(service => service.Id)];
        foreach (var (key, entry) in assignment.RemovedServices)
        {
            _maps.Services.Delete(key);
            if (entry.Id < _maps.Schedules.MaxEntries && !staying.Contains(entry.Id))
            {
                _schedules.Remove(entry.Id);
            }

            changes.Add($"virtual service {key.ToServiceAddress()} removed");
        }

        foreach (var index in assignment.RemovedServers)
        {
            var server = held.Servers[index];
            _servers.Free(index, server, staying.Contains(server.Service));
            changes.Add($"real server {server.ToServerAddress()} removed; its sessions are over");
        }
    }

    private static void Report(List<string> changes, int count, string what)
    {
        if (count > 0)
        {
            changes.Add($"{count} {what}");
        }
    }
}
