using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.Ebpf.Reconciling;

/// <summary>A desired server and the slot that it has or gets.</summary>
internal sealed record AssignedServer(DesiredServer Desired, int Index, bool IsNew);

/// <summary>A desired service, the id that it has or gets, and its servers in the same order.</summary>
internal sealed record AssignedService(DesiredService Desired, ServiceKey Key, uint Id, bool IsNew, IReadOnlyList<AssignedServer> Servers);

/// <summary>
/// Which slot holds what: keeps the slots of what the kernel holds, gives free ones to what is new, and tells what is
/// left over. Pure.
/// </summary>
internal sealed class Assignment
{
    private readonly HeldState _held;
    private readonly SortedSet<int> _unused;
    private readonly HashSet<uint> _idsTaken;
    private readonly int _serviceLimit;
    private readonly int _serverLimit;
    private uint _nextId;
    private int _nextServer;

    private Assignment(HeldState held, int serviceLimit, int serverLimit)
    {
        _held = held;
        _serviceLimit = serviceLimit;
        _serverLimit = serverLimit;
        _nextServer = held.Servers.Count;
        _idsTaken = [.. held.Services.Values.Select(service => service.Id)];
        _unused = [.. Enumerable.Range(0, held.Servers.Count).Where(index => held.Servers[index].IsFree)];
    }

    public List<AssignedService> Services { get; } = [];

    /// <summary>Services that the kernel holds and the desired state does not.</summary>
    public List<KeyValuePair<ServiceKey, ServiceEntry>> RemovedServices { get; } = [];

    /// <summary>Slots of servers that the kernel holds and the desired state does not.</summary>
    public List<int> RemovedServers { get; } = [];

    /// <param name="desired">What shall be.</param>
    /// <param name="held">What is.</param>
    /// <param name="methodOf">How a server is forwarded to, once its next hop is known (localnode).</param>
    /// <param name="serviceLimit">Services that fit.</param>
    /// <param name="serverLimit">Slots in all.</param>
    /// <exception cref="DataPlaneException">More services or servers than fit.</exception>
    public static Assignment Make(
        DesiredState desired, HeldState held, Func<DesiredServer, ServerMethod> methodOf, int serviceLimit, int serverLimit)
    {
        var assignment = new Assignment(held, serviceLimit, serverLimit);
        assignment.Assign(desired, methodOf);
        return assignment;
    }

    private void Assign(DesiredState desired, Func<DesiredServer, ServerMethod> methodOf)
    {
        Dictionary<(uint, ServerAddress, ServerMethod), int> slots = [];
        for (var index = 0; index < _held.Servers.Count; index++)
        {
            var server = _held.Servers[index];
            if (!server.IsFree && !slots.TryAdd((server.Service, server.ToServerAddress(), server.Method), index))
            {
                RemovedServers.Add(index);
            }
        }

        HashSet<ServiceKey> wanted = [];
        HashSet<uint> kept = [];
        foreach (var service in desired.Services)
        {
            var key = ServiceKey.From(service.Listen);
            wanted.Add(key);
            // An id that somebody spoilt, so that it is out of range or another service's, is no id.
            var isHeld = _held.Services.TryGetValue(key, out var entry) && entry.Id < _serviceLimit && kept.Add(entry.Id);
            var id = isHeld ? entry.Id : FreeId();
            AssignedServer[] servers =
            [
                .. service.Servers.Select(server =>
                    slots.Remove((id, server.Address, methodOf(server)), out var index)
                        ? new AssignedServer(server, index, IsNew: false)
                        : new AssignedServer(server, FreeServer(), IsNew: true)),
            ];
            Services.Add(new AssignedService(service, key, id, !isHeld, servers));
        }

        RemovedServers.AddRange(slots.Values);
        RemovedServices.AddRange(_held.Services.Where(pair => !wanted.Contains(pair.Key)));
    }

    private uint FreeId()
    {
        while (!_idsTaken.Add(_nextId))
        {
            _nextId++;
        }

        return _nextId < _serviceLimit
            ? _nextId
            : throw new DataPlaneException(
                $"more than {_serviceLimit} virtual services at once, those being replaced included: raise data-plane.limits.services, " +
                "then `tenbin clear` and start again");
    }

    private int FreeServer()
    {
        if (_unused.Count > 0)
        {
            var index = _unused.Min;
            _unused.Remove(index);
            return index;
        }

        return _nextServer < _serverLimit
            ? _nextServer++
            : throw new DataPlaneException(
                $"more than {_serverLimit} real servers at once, those being replaced included: raise data-plane.limits.servers, " +
                "then `tenbin clear` and start again");
    }
}
