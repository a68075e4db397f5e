using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Linux;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>Two directors with the same services in different slots: one serves, the other is told.</summary>
internal sealed class SyncPair : IDisposable
{
    private const int Group = 3;
    private const byte ServingPeer = 1;
    private const long OneHour = 3_600_000_000_000;

    private readonly ISessionChanges _changes;

    public SyncPair(KernelFixture kernel, Cast cast, params DesiredService[] services)
    {
        Cast = cast;
        Serving = kernel.Plane();
        Standby = kernel.Plane(KernelFixture.Settings with { Limits = new Limits { Services = 16, Servers = 512, Sessions = 70_000 } });
        var other = cast with { Protocol = cast.Protocol == Protocol.Tcp ? Protocol.Udp : Protocol.Tcp };
        Standby.Reconcile(other.Of(other.Desired(7), other.Desired(8)) with { Name = "other" });
        Serving.Reconcile(services);
        Standby.Reconcile([other.Of(other.Desired(7), other.Desired(8)) with { Name = "other" }, .. services]);
        foreach (var plane in (Plane[])[Serving, Standby])
        {
            plane.Gates.SetGroups([new GatedGroup("front", Group, [cast.Service.Address])]);
            plane.Gates.SetDeadline(Group, 0);
        }

        Serving.Gates.SetDeadline(Group, Clock.BootTime + OneHour);
        Serving.Sync.SetSync(true);
        _changes = Serving.Sync.OpenChanges();
        Told();
    }

    public Cast Cast { get; }

    public Plane Serving { get; }

    public Plane Standby { get; }

    public ISessionChanges Changes => _changes;

    /// <summary>What the serving director has told since the last call, through the bytes that travel.</summary>
    public SessionRecord[] Told()
    {
        List<SessionRecord> told = [];
        var buffer = new SessionRecord[64];
        for (var count = _changes.Read(buffer); count > 0; count = _changes.Read(buffer))
        {
            told.AddRange(buffer.AsSpan(0, count));
        }

        return [.. told.Select(Travel)];
    }

    /// <summary>The standby takes what was told.</summary>
    public ImportReport Tell(params SessionRecord[] records) => Standby.Sync.Import(ServingPeer, records);

    /// <inheritdoc cref="Tell(SessionRecord[])"/>
    public ImportReport Tell() => Tell(Told());

    /// <summary>The standby takes a full copy; returns how many of its sessions ended by that.</summary>
    public int Copy()
    {
        Standby.Sync.BeginCopy(ServingPeer);
        foreach (var chunk in Serving.Sync.Export())
        {
            Tell([.. chunk.Select(Travel)]);
        }

        return Standby.Sync.EndCopy(ServingPeer);
    }

    /// <summary>The standby serves, the other no more.</summary>
    public void TakeOver()
    {
        Serving.Gates.SetDeadline(Group, 0);
        Standby.Gates.SetDeadline(Group, Clock.BootTime + OneHour);
    }

    public void Dispose() => _changes.Dispose();

    private static SessionRecord Travel(SessionRecord record)
    {
        var bytes = new byte[SessionRecord.MaxLength];
        Assert.True(SessionRecord.TryRead(bytes.AsSpan(0, record.Write(bytes)), out var read));
        Assert.Equal((record.Kind, record.Client, record.Service, record.Version, record.Idle), (read.Kind, read.Client, read.Service, read.Version, read.Idle));
        return read;
    }
}
