using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>Tables that somebody disturbed are put right by one reconciliation.</summary>
public sealed class RepairTests(KernelFixture kernel)
{
    private static readonly Dictionary<string, Action<Plane, ServiceKey, ServiceKey>> s_disturbances = new()
    {
        ["service deleted"] = (plane, key, _) => plane["services"].Delete(key),
        ["service with another's id"] = (plane, key, other) => plane["services"].Update(key, Service(plane, other)),
        ["service with an id out of range"] = (plane, key, _) => plane["services"].Update(key, Service(plane, key) with { Id = 100_000 }),
        ["service with another scheduler"] = (plane, key, _) => plane["services"].Update(key, Service(plane, key) with { Scheduler = Scheduler.SourceHash }),
        ["service of somebody else's"] = (plane, key, _) => plane["services"].Update(key with { Port = 7 }, Service(plane, key)),
        ["service of somebody else's, out of range"] = (plane, key, _) => plane["services"].Update(key with { Port = 7 }, Service(plane, key) with { Id = 100_000 }),
        ["server freed"] = (plane, key, _) => Change(plane, key, _ => default),
        ["server closed"] = (plane, key, _) => Change(plane, key, server => server with { Admission = Admission.Down }),
        ["server elsewhere"] = (plane, key, _) => Change(plane, key, server => server with { Port = 9 }),
        ["server of another service"] = (plane, key, other) => Change(plane, key, server => server with { Service = Service(plane, other).Id }),
        ["server of no service"] = (plane, key, _) => Change(plane, key, server => server with { Service = 100_000 }),
        ["server without a way"] = (plane, key, _) => Change(plane, key, server => server with { InterfaceIndex = 0, Mac = default }),
        ["scheduler table deleted"] = (plane, key, _) => plane["schedules"].Delete(Service(plane, key).Id),
        ["settings emptied"] = (plane, _, _) => plane["settings"].Update(0u, default(SettingsEntry)),
    };

    public static TheoryData<string> Disturbances => [.. s_disturbances.Keys];

    [Theory]
    [MemberData(nameof(Disturbances))]
    public void Invariant5_one_reconciliation_puts_right(string disturbance)
    {
        var plane = kernel.Plane();
        var cast = new Cast(Family.V4);
        DesiredService[] desired = [cast.Of(cast.Desired(1)), cast.Of(cast.Desired(2)) with { Name = "second", Listen = cast.Service with { Port = 81 } }];
        plane.Reconcile(desired);
        Assert.Empty(plane.Reconcile(desired).Changes);

        s_disturbances[disturbance](plane, ServiceKey.From(desired[0].Listen), ServiceKey.From(desired[1].Listen));
        var repair = plane.Reconcile(desired);
        Assert.NotEmpty(repair.Changes.Concat(repair.Followed));
        Assert.Empty(plane.Reconcile(desired).Changes);
        Assert.Equal(2, plane.Size("services"));
        var request = cast.Request();
        Assert.Equal(1, plane.ServerOf(Hook.Tc, request));
        Assert.Equal(2, plane.ServerOf(Hook.Tc, request with { Destination = new(request.Destination.Address, 81) }));
    }

    private static ServiceEntry Service(Plane plane, ServiceKey key)
    {
        Assert.True(plane["services"].TryLookup(key, out ServiceEntry entry));
        return entry;
    }

    private static void Change(Plane plane, ServiceKey key, Func<ServerEntry, ServerEntry> change)
    {
        var id = Service(plane, key).Id;
        var (index, server) = plane["servers"].Entries<uint, ServerEntry>().First(pair => !pair.Value.IsFree && pair.Value.Service == id);
        plane["servers"].Update(index, change(server));
    }
}
