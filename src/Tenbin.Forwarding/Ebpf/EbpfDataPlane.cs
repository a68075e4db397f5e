using System.Net;
using Tenbin.Forwarding.Ebpf.Gating;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.NextHops;
using Tenbin.Forwarding.Ebpf.Reading;
using Tenbin.Forwarding.Ebpf.Reconciling;
using Tenbin.Forwarding.Ebpf.Syncing;
using Tenbin.Linux.Bpf;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.Ebpf;

/// <summary>
/// The data plane <c>ebpf</c>: programs at tc and, if asked for, XDP, with all their state in pinned maps. It works in
/// the network namespace of the thread that uses it.
/// </summary>
public sealed class EbpfDataPlane : IDataPlane, IGate, IRelay, ISessionSync
{
    private readonly Lock _lock = new();
    private readonly PinnedImage _image;
    private readonly KernelNextHops _hops;
    private readonly GateTable _gates;
    private readonly RelayTable _relays;
    private readonly Attacher _attacher;
    private readonly Reconciler _reconciler;
    private readonly SnapshotReader _snapshots;
    private readonly SessionReader _sessions;
    private readonly Explainer _explainer;
    private readonly ClientWays _ways;
    private readonly SessionSync _sync;
    private readonly List<string> _attached = [];

    private EbpfDataPlane(PinnedImage image, EbpfOptions options)
    {
        _image = image;
        _hops = new KernelNextHops();
        _gates = new GateTable(image.Maps);
        _relays = new RelayTable(image.Maps, _gates);
        _attacher = new Attacher(image, _gates, options.Settings);
        var extent = ServerExtent.Find(image.Maps);
        _reconciler = new Reconciler(image.Maps, _hops, extent, options.Settings);
        _snapshots = new SnapshotReader(image.Maps, extent);
        _sessions = new SessionReader(image.Maps, extent);
        _explainer = new Explainer(image);
        _ways = new ClientWays();
        _sync = new SessionSync(image, extent, _gates, _ways.InterfaceTo);
    }

    /// <summary>Adopts what is pinned, or makes it. Forwards nothing until the first <see cref="Reconcile"/>.</summary>
    /// <exception cref="DataPlaneException">No bpffs there, the kernel refused, or what is pinned does not fit.</exception>
    public static EbpfDataPlane Open(EbpfOptions options) => KernelCall.Guard(() =>
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(options.PinDirectory))!;
        if (!BpfFs.IsBpfFs(parent))
        {
            throw new DataPlaneException(
                $"{parent} is not a BPF file system, where programs and tables outlive the daemon: `mount -t bpf bpf {parent}`");
        }

        var image = PinnedImage.Open(options);
        try
        {
            return new EbpfDataPlane(image, options);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    });

    /// <summary>Detaches and unpins everything that Tenbin made here. Traffic of the services stops.</summary>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    public static void Clear(string pinDirectory) => KernelCall.Guard(() =>
    {
        using var hops = new KernelNextHops();
        hops.Refresh();
        Attacher.DetachAll(pinDirectory, hops);
        PinnedImage.Remove(pinDirectory);
        return true;
    });

    /// <summary>The addresses that are gated by what is pinned there (<see cref="SetGroups"/>); none when nothing is.</summary>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    public static IReadOnlyCollection<IPAddress> GatedAddresses(string pinDirectory) => KernelCall.Guard(() => PinnedImage.GatedAddresses(pinDirectory));

    /// <inheritdoc/>
    public ReconcileReport Reconcile(DesiredState desired) => KernelCall.Guard(() =>
    {
        lock (_lock)
        {
            _hops.Refresh();
            var report = _reconciler.Reconcile(desired);
            List<string> changes = [.. _attached, .. report.Changes];
            _attached.Clear();
            List<string> warnings = [.. report.Warnings];
            List<string> followed = [.. report.Followed];
            _attacher.Reconcile(_hops, changes, warnings, followed);
            _relays.Reconcile(_hops);
            return new ReconcileReport([.. changes], [.. warnings]) { Followed = [.. followed] };
        }
    });

    /// <inheritdoc/>
    public DataPlaneSnapshot Read() => KernelCall.Guard(() =>
    {
        lock (_lock)
        {
            return _snapshots.Read(_hops, _attacher.Attachments(_hops));
        }
    });

    /// <inheritdoc/>
    public IEnumerable<Session> Sessions(SessionFilter filter)
    {
        using var sessions = _sessions.Read(filter).GetEnumerator();
        while (KernelCall.Guard(sessions.MoveNext))
        {
            yield return sessions.Current;
        }
    }

    /// <inheritdoc/>
    public Explanation Explain(IPEndPoint client, ServiceAddress service) => KernelCall.Guard(() => _explainer.Explain(client, service));

    /// <inheritdoc/>
    public void SetGroups(IReadOnlyList<GatedGroup> groups) => KernelCall.Guard(() =>
    {
        lock (_lock)
        {
            _gates.SetGroups(groups);
            _hops.Refresh();
            // The next report tells of it, and repeats what is still to be warned of.
            _attacher.Reconcile(_hops, _attached, warnings: [], _attached);
            return true;
        }
    });

    /// <inheritdoc/>
    public void SetDeadline(int group, long bootNanoseconds) => _gates.SetDeadline(group, bootNanoseconds);

    /// <inheritdoc/>
    public long ReadDeadline(int group) => _gates.ReadDeadline(group);

    /// <inheritdoc/>
    public IReadOnlyList<NodePlace> OwnPlaces() => KernelCall.Guard(() =>
    {
        lock (_lock)
        {
            return _relays.Own(_hops);
        }
    });

    /// <inheritdoc/>
    public void SetPlaces(byte node, IReadOnlyList<NodePlace> places) => _relays.SetPlaces(node, places);

    /// <inheritdoc/>
    public void Relay(int group, byte node, long until) => _gates.Relay(group, node, until);

    /// <inheritdoc/>
    public void Accept(int group, byte node, long until) => _gates.Accept(group, node, until);

    /// <inheritdoc/>
    public void SetSync(bool isOn) => _sync.SetSync(isOn);

    /// <inheritdoc/>
    public ISessionChanges OpenChanges() => _sync.OpenChanges();

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<SessionRecord>> Export() => _sync.Export();

    /// <inheritdoc/>
    public ImportReport Import(byte peer, ReadOnlySpan<SessionRecord> records) => _sync.Import(peer, records);

    /// <inheritdoc/>
    public void BeginCopy(byte peer) => _sync.BeginCopy(peer);

    /// <inheritdoc/>
    public int EndCopy(byte peer) => _sync.EndCopy(peer);

    /// <summary>Lets go of the kernel's objects; they stay as they are.</summary>
    public void Dispose()
    {
        _ways.Dispose();
        _hops.Dispose();
        _gates.Dispose();
        _image.Dispose();
    }
}
