using System.Net;
using Tenbin.Forwarding.Ebpf.Gating;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.NextHops;
using Tenbin.Forwarding.Ebpf.Reading;
using Tenbin.Forwarding.Ebpf.Reconciling;
using Tenbin.Linux;
using Tenbin.Linux.Bpf;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.Ebpf;

/// <summary>
/// The data plane <c>ebpf</c>: programs at tc and, if asked for, XDP, with all their state in pinned maps. It works in
/// the network namespace of the thread that uses it.
/// </summary>
public sealed class EbpfDataPlane : IDataPlane, IGate
{
    private readonly Lock _lock = new();
    private readonly PinnedImage _image;
    private readonly KernelNextHops _hops;
    private readonly GateTable _gates;
    private readonly Attacher _attacher;
    private readonly Reconciler _reconciler;
    private readonly SnapshotReader _snapshots;
    private readonly SessionReader _sessions;
    private readonly Explainer _explainer;
    private readonly List<string> _attached = [];

    private EbpfDataPlane(PinnedImage image, EbpfOptions options)
    {
        _image = image;
        _hops = new KernelNextHops();
        _gates = new GateTable(image.Maps);
        _attacher = new Attacher(image, _gates, options.Settings);
        var extent = ServerExtent.Find(image.Maps);
        _reconciler = new Reconciler(image.Maps, _hops, extent, options.Settings);
        _snapshots = new SnapshotReader(image.Maps, extent);
        _sessions = new SessionReader(image.Maps, extent);
        _explainer = new Explainer(image);
    }

    /// <summary>Adopts what is pinned, or makes it. Forwards nothing until the first <see cref="Reconcile"/>.</summary>
    /// <exception cref="DataPlaneException">No bpffs there, the kernel refused, or what is pinned does not fit.</exception>
    public static EbpfDataPlane Open(EbpfOptions options) => Guard(() =>
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
    public static void Clear(string pinDirectory) => Guard(() =>
    {
        using var hops = new KernelNextHops();
        hops.Refresh();
        Attacher.DetachAll(pinDirectory, hops);
        PinnedImage.Remove(pinDirectory);
        return true;
    });

    /// <inheritdoc/>
    public ReconcileReport Reconcile(DesiredState desired) => Guard(() =>
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
            return new ReconcileReport([.. changes], [.. warnings]) { Followed = [.. followed] };
        }
    });

    /// <inheritdoc/>
    public DataPlaneSnapshot Read() => Guard(() =>
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
        while (Guard(sessions.MoveNext))
        {
            yield return sessions.Current;
        }
    }

    /// <inheritdoc/>
    public Explanation Explain(IPEndPoint client, ServiceAddress service) => Guard(() => _explainer.Explain(client, service));

    /// <inheritdoc/>
    public void SetGroups(IReadOnlyList<GatedGroup> groups) => Guard(() =>
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

    /// <summary>Lets go of the kernel's objects; they stay as they are.</summary>
    public void Dispose()
    {
        _hops.Dispose();
        _gates.Dispose();
        _image.Dispose();
    }

    private static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (failure is BpfException or LinuxException or IOException)
        {
            throw new DataPlaneException($"data plane: {failure.Message}", failure);
        }
    }
}
