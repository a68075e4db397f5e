using System.Net;
using Tenbin.Forwarding.Ebpf;
using Tenbin.Lab;
using Tenbin.Lab.Servers;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;
using Place = Tenbin.Linux.NetworkNamespace;

namespace Tenbin.Bench.Ways;

/// <summary>Tenbin's data plane as the daemon leaves it, at its default settings: one director, a dsr and a nat service.</summary>
internal static class TenbinWays
{
    public const string Dsr = "Tenbin dsr";
    public const string Nat = "Tenbin nat";

    public static async Task<IReadOnlyList<IWay>> Make(BenchSite site)
    {
        var director = await site.AddDirector("tenbin");
        var pins = Path.Combine(await site.Network.MountBpf("bpf-tenbin"), "tenbin");
        var (dsr, nat) = (await site.AddVirtual(director), await site.AddVirtual(director));
        await site.Near.PrepareForDsr(dsr);
        var (near, far) = (site.Near.On(site.Outside).V4, await site.AddServerAddress());
        Open(director, pins,
        [
            Service(dsr, near, BenchSite.WebPort, ForwardingMethod.Dsr),
            Service(dsr, near, BenchSite.BulkPort, ForwardingMethod.Dsr),
            Service(nat, far, BenchSite.WebPort, ForwardingMethod.Nat),
            Service(nat, far, BenchSite.BulkPort, ForwardingMethod.Nat),
        ]);
        return
        [
            new DirectorWay(site, Dsr, director, dsr, BareHop.OneWay),
            new DirectorWay(site, Nat, director, nat, BareHop.BothWays),
        ];
    }

    private static void Open(Machine director, string pins, DesiredService[] services) =>
        Place.Open(director.Namespace).Run(() =>
        {
            using var plane = EbpfDataPlane.Open(new EbpfOptions(new DataPlaneSettings(), pins));
            var report = plane.Reconcile(new DesiredState([.. services]));
            if (!report.Warnings.IsEmpty)
            {
                throw new LabException(string.Join('\n', report.Warnings));
            }
        });

    private static DesiredService Service(IPAddress address, IPAddress server, int port, ForwardingMethod method) => new()
    {
        Name = $"{method}-{port}",
        Listen = new ServiceAddress(address, (ushort)port, Protocol.Tcp),
        Scheduler = Scheduler.WeightedLeastConnection,
        Servers = [new DesiredServer(new ServerAddress(server, (ushort)port), method, 1, Admission.Open)],
    };
}
