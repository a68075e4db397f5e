using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.Ebpf.Reconciling;

namespace Tenbin.Forwarding.Ebpf.Syncing;

/// <summary>Which slot a real server has here, by service and address. Read anew when one is missing after the reconciler has changed something.</summary>
internal sealed class ServerIndex(EbpfMaps maps, ServerExtent extent)
{
    private Dictionary<(ServiceKey, MappedAddress, NetworkPort), NamedServer> _servers = [];
    private int? _revision;

    public NamedServer? Find(in SessionRecord record)
    {
        var key = (ServiceKey.From(record.Flow), record.ServerAddress, record.ServerPort);
        if (_servers.TryGetValue(key, out var found))
        {
            return found;
        }

        return _revision != extent.Revision && Read().TryGetValue(key, out found) ? found : null;
    }

    /// <summary>What the kernel holds was changed.</summary>
    public void Forget() => Read();

    private Dictionary<(ServiceKey, MappedAddress, NetworkPort), NamedServer> Read()
    {
        _revision = extent.Revision;
        var held = HeldState.Read(maps, extent);
        var services = held.Services.ToDictionary(pair => pair.Value.Id, pair => pair.Key);
        _servers = [];
        for (var index = 0; index < held.Servers.Count; index++)
        {
            var server = held.Servers[index];
            if (!server.IsFree && services.TryGetValue(server.Service, out var service))
            {
                _servers.TryAdd(
                    (service, server.Address, server.Port),
                    new NamedServer((uint)index, server.Generation, server.Method == ServerMethod.Nat));
            }
        }

        return _servers;
    }
}

/// <summary>A real server's slot, the slot's generation, and whether its replies pass here.</summary>
internal readonly record struct NamedServer(uint Index, uint Generation, bool IsNat);
