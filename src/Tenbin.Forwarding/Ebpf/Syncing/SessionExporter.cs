using Tenbin.Forwarding.Ebpf.Gating;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.Ebpf.Reconciling;
using Tenbin.Linux;
using Tenbin.Model;

namespace Tenbin.Forwarding.Ebpf.Syncing;

/// <summary>A full copy out of the tables: what this director serves at that moment.</summary>
internal sealed class SessionExporter(EbpfMaps maps, ServerExtent extent, GateTable gates)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    public IEnumerable<IReadOnlyList<SessionRecord>> Export()
    {
        var open = gates.OpenAddresses(Clock.BootTime);
        var held = HeldState.Read(maps, extent);
        yield return [.. open.Select(Scope)];

        var services = held.Services.ToDictionary(pair => pair.Value.Id, pair => pair.Key);
        foreach (var chunk in maps.Clients.Chunks<ClientKey, ClientEntry>())
        {
            var now = Clock.MonotonicCoarse;
            yield return
            [
                .. from pair in chunk
                   where Find(held, pair.Value.Server, pair.Value.Generation) is not null
                         && services.TryGetValue(pair.Key.Service, out var service) && open.Contains(service.Address)
                   select Tie(services[pair.Key.Service], pair.Key, pair.Value, held.Servers[(int)pair.Value.Server], now),
            ];
        }

        foreach (var chunk in maps.Sessions.Chunks<Flow, SessionEntry>())
        {
            var now = Clock.MonotonicCoarse;
            yield return
            [
                .. from pair in chunk
                   where !pair.Value.IsOver && open.Contains(pair.Key.Destination)
                         && Find(held, pair.Value.Server, pair.Value.Generation) is not null
                   select Session(pair.Key, pair.Value, now),
            ];
        }
    }

    private static ServerEntry? Find(HeldState held, uint index, uint generation) =>
        index < held.Servers.Count && held.Servers[(int)index].Generation == generation ? held.Servers[(int)index] : null;

    private static SessionRecord Scope(MappedAddress address) => new()
    {
        Kind = SessionRecordKind.Scope,
        Flow = new Flow { Source = address, Destination = address, Protocol = (byte)Protocol.Tcp },
        ServerAddress = address,
    };

    private static SessionRecord Tie(ServiceKey service, ClientKey client, ClientEntry entry, ServerEntry server, long now) => new()
    {
        Kind = SessionRecordKind.Tie,
        Flow = new Flow
        {
            Source = client.Client,
            Destination = service.Address,
            DestinationPort = service.Port,
            Protocol = service.Protocol,
        },
        ServerAddress = server.Address,
        ServerPort = server.Port,
        Version = entry.Version,
        IdleMilliseconds = Milliseconds(now - (long)entry.LastUsed),
    };

    private static SessionRecord Session(Flow flow, SessionEntry entry, long now) => new()
    {
        Kind = SessionRecordKind.Session,
        State = (SessionState)entry.State,
        Flow = flow,
        ServerAddress = entry.ServerAddress,
        ServerPort = entry.ServerPort,
        Version = entry.Version,
        IdleMilliseconds = Milliseconds(now - (long)entry.LastSeen),
        AgeMilliseconds = Milliseconds(now - (long)entry.Created),
    };

    private static uint Milliseconds(long nanoseconds) =>
        (uint)Math.Clamp(nanoseconds / NanosecondsPerMillisecond, 0, uint.MaxValue);
}
