using System.Runtime.CompilerServices;
using Tenbin.Bench.Programs;
using Tenbin.Lab;
using Tenbin.Lab.Servers;
using Tenbin.Linux;
using Tenbin.Linux.Bpf;
using Tenbin.Linux.Netlink;
using Place = Tenbin.Linux.NetworkNamespace;

namespace Tenbin.Bench.Ways;

/// <summary>
/// The least that a hop can cost: a tc program that writes two fixed MACs into every IPv4 packet and redirects it.
/// The servers own the address, so that nothing else has to change.
/// </summary>
internal static class BareHop
{
    public const string OneWay = "bare hop, requests only";
    public const string BothWays = "bare hop, both directions";
    private const uint Handle = 1;
    private const ushort Priority = 1;

    /// <summary>As dsr has it: the replies go from the server straight to the client.</summary>
    public static async Task<IWay> MakeOneWay(BenchSite site)
    {
        var director = await site.AddDirector("hop1");
        var target = await site.AddVirtual(director);
        await site.Near.PrepareForDsr(target);
        Attach(director.On(site.Outside), director, director.On(site.Outside), site.Near, site.Near.On(site.Outside));
        return new DirectorWay(site, OneWay, director, target, null);
    }

    /// <summary>As nat has it: the replies come back through the director.</summary>
    public static async Task<IWay> MakeBothWays(BenchSite site)
    {
        var director = await site.AddDirector("hop2");
        var target = await site.AddVirtual(director);
        await site.Far.PrepareForDsr(target);
        var (outside, inside) = (director.On(site.Outside), director.On(site.Inside));
        Attach(outside, director, inside, site.Far, site.Far.On(site.Inside));
        Attach(inside, director, outside, site.Client, site.Client.On(site.Outside));
        return new DirectorWay(site, BothWays, director, target, null);
    }

    private static void Attach(Nic ingress, Machine director, Nic egress, Machine neighbour, Nic neighbourNic)
    {
        var to = Link(neighbour, neighbourNic).Mac!.Value;
        var from = Link(director, egress);
        Macs macs = default;
        to.CopyTo(macs);
        from.Mac!.Value.CopyTo(((Span<byte>)macs)[MacAddress.Size..]);
        using var programs = Yardstick.Open();
        programs.LoadOnly(Yardstick.BareHop);
        programs.SetConstant("egress", (uint)from.Index);
        programs.SetConstant("macs", macs);
        programs.Load();
        using var hop = programs.Program(Yardstick.BareHop);
        var index = Link(director, ingress).Index;
        Place.Open(director.Namespace).Run(() => BpfTc.Attach(new BpfTcSlot(index, BpfTcDirection.Ingress, Handle, Priority), hop));
    }

    private static NetworkLink Link(Machine machine, Nic nic) => Place.Open(machine.Namespace).Run(() =>
    {
        using var netlink = RouteNetlink.Open();
        return netlink.Link(nic.Name)!;
    });

    [InlineArray(2 * MacAddress.Size)]
    private struct Macs
    {
        private byte _first;
    }
}
