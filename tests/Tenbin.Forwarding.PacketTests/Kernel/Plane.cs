using System.Net;
using Tenbin.Forwarding.Ebpf;
using Tenbin.Forwarding.Ebpf.Gating;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.Ebpf.Reading;
using Tenbin.Forwarding.Ebpf.Reconciling;
using Tenbin.Forwarding.Ebpf.Syncing;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Linux;
using Tenbin.Linux.Bpf;
using Tenbin.Linux.Netlink;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.PacketTests.Kernel;

/// <summary>The real programs and tables in the kernel, driven by the real reconciler; only routes and neighbours are made up.</summary>
internal sealed class Plane : IDisposable
{
    private readonly NetworkNamespace _namespace;
    private readonly PinnedImage _image;
    private readonly Dictionary<string, BpfMap> _maps;
    private readonly Reconciler _reconciler;
    private readonly SnapshotReader _snapshots;
    private readonly SessionReader _sessions;
    private readonly Explainer _explainer;
    private readonly int _clientNic;
    private readonly int _serverNic;

    public Plane(NetworkNamespace networkNamespace, DataPlaneSettings settings, string pinDirectory)
    {
        _namespace = networkNamespace;
        (_clientNic, _serverNic) = _namespace.Run(() =>
        {
            using var netlink = RouteNetlink.Open();
            return (netlink.Link(Wiring.ClientNic)!.Index, netlink.Link(Wiring.ServerNic)!.Index);
        });
        Hops = new FakeNextHops(_clientNic, _serverNic);
        _image = PinnedImage.Open(new EbpfOptions(settings, pinDirectory));
        _maps = EbpfMaps.Names.ToDictionary(name => name, name => BpfMap.OpenPinned(Path.Combine(pinDirectory, "maps", name)));
        Gates = new GateTable(_image.Maps);
        Relays = new RelayTable(_image.Maps, Gates);
        var extent = ServerExtent.Find(_image.Maps);
        _reconciler = new Reconciler(_image.Maps, Hops, extent, settings);
        _snapshots = new SnapshotReader(_image.Maps, extent);
        _sessions = new SessionReader(_image.Maps, extent);
        _explainer = new Explainer(_image);
        Sync = new SessionSync(_image, extent, Gates, _ => (uint)_clientNic);
    }

    public FakeNextHops Hops { get; }

    public GateTable Gates { get; }

    public RelayTable Relays { get; }

    public ISessionSync Sync { get; }

    /// <summary>A table by its name in <c>maps.h</c>.</summary>
    public BpfMap this[string map] => _maps[map];

    public ReconcileReport Reconcile(params DesiredService[] services) => _reconciler.Reconcile(new DesiredState([.. services]));

    /// <summary>A frame that comes from a client.</summary>
    public Outcome FromClient(Hook hook, byte[] frame, int gsoSize = 0, int segments = 0) => Run(hook, frame, _clientNic, gsoSize, segments);

    /// <inheritdoc cref="FromClient(Hook, byte[], int, int)"/>
    public Outcome FromClient(Hook hook, Packet packet) => FromClient(hook, packet.Frame());

    /// <summary>A frame that came with a sum over all of it (CHECKSUM_COMPLETE), through tc; fails unless that sum is right afterwards.</summary>
    public Outcome Summed(Packet packet, bool isFromServer = false) => _namespace.Run(
        () => TestRun.Tc(_image.Tc, packet.Frame(), isFromServer ? _serverNic : _clientNic, isSummed: true));

    /// <summary>A frame that comes from a real server.</summary>
    public Outcome FromServer(Hook hook, byte[] frame, int gsoSize = 0, int segments = 0) => Run(hook, frame, _serverNic, gsoSize, segments);

    /// <inheritdoc cref="FromServer(Hook, byte[], int, int)"/>
    public Outcome FromServer(Hook hook, Packet packet) => FromServer(hook, packet.Frame());

    /// <summary>A frame that is about to leave for clients.</summary>
    public Outcome Leaving(byte[] frame) => _namespace.Run(() => TestRun.Tc(_image.GateEgress, frame, _clientNic));

    /// <summary>The number of the nat server that a client's packet is sent to.</summary>
    public int ServerOf(Hook hook, Packet packet)
    {
        var outcome = FromClient(hook, packet);
        Assert.True(outcome.IsSent, $"not sent but {outcome.Verdict}");
        return ReceivedPacket.Parse(outcome.Frame).Destination.GetAddressBytes()[^1];
    }

    public long Count(PacketEvent packetEvent) => Snapshot().Events[EventName.Of(packetEvent)];

    public DataPlaneSnapshot Snapshot() => _snapshots.Read(Hops, []);

    public ServerCounters Counters(ServerAddress server, int service = 0) =>
        Snapshot().Services[service].Servers.Single(counters => counters.Server == server);

    public IReadOnlyList<Session> Sessions() => [.. _sessions.Read(new SessionFilter())];

    public Explanation Explain(IPEndPoint client, ServiceAddress service) => _namespace.Run(() => _explainer.Explain(client, service));

    /// <summary>How many entries a table holds.</summary>
    public int Size(string map)
    {
        var table = _maps[map];
        var key = new byte[table.KeySize];
        var count = 0;
        for (var more = table.TryNextKey([], key); more; more = table.TryNextKey(key, key))
        {
            count++;
        }

        return count;
    }

    /// <summary>Shorter than the file can say, until the next reconciliation.</summary>
    public void SetTimeout(SessionState state, TimeSpan timeout)
    {
        Assert.True(_image.Maps.Settings.TryLookup(0u, out SettingsEntry settings));
        settings.Timeouts[(int)state] = (ulong)timeout.Ticks * 100;
        _image.Maps.Settings.Update(0u, settings);
    }

    /// <summary>Nothing is configured, no session lives, every event counts from zero.</summary>
    public void Clear()
    {
        Hops.Reset();
        Gates.SetGroups([]);
        Sync.SetSync(false);
        Reconcile();
        foreach (var name in (string[])["sessions", "replies", "clients", "fragments"])
        {
            Empty(_maps[name]);
        }

        foreach (var packetEvent in Enum.GetValues<PacketEvent>())
        {
            _maps["events"].UpdatePerCpu<uint, ulong>((uint)packetEvent, new ulong[BpfMap.PossibleCpus]);
        }

        WriteInterfaces();
    }

    /// <summary>As the attacher does for each interface that it attaches to.</summary>
    public void WriteInterfaces()
    {
        foreach (var place in Hops.Interfaces)
        {
            _maps["interfaces"].Update((uint)place.Index, new InterfaceEntry { Mac = MacEntry.From(place.Mac), Mtu = (uint)place.Mtu });
        }
    }

    public void Dispose()
    {
        foreach (var map in _maps.Values)
        {
            map.Dispose();
        }

        Gates.Dispose();
        _image.Dispose();
    }

    private Outcome Run(Hook hook, byte[] frame, int nic, int gsoSize, int segments) => _namespace.Run(() => hook == Hook.Tc
        ? TestRun.Tc(_image.Tc, frame, nic, gsoSize, segments)
        : TestRun.Xdp(_image.Xdp!, frame, nic));

    private static void Empty(BpfMap map)
    {
        var key = new byte[map.KeySize];
        while (map.TryNextKey([], key))
        {
            map.Delete(key);
        }
    }
}
