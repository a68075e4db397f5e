using System.Net;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Servers;

namespace Tenbin.Lab;

/// <summary>
/// The usual pair of segments. Outside are the client, the director and the servers behind dsr; inside are the
/// director again and the servers behind nat, whose gateway it is.
/// <code>
/// client .10 ──┬── outside 10.77.1.0/24 ──┬── dsr1 .51, dsr2 .52 …
///              └── director .1 ── inside 10.77.2.0/24 ── nat1 .31, nat2 .32 …
/// </code>
/// </summary>
public sealed class Site : IAsyncDisposable
{
    private const int FirstNat = 31;
    private const int FirstDsr = 51;

    private Site(LabNetwork network, Segment outside, Segment inside)
    {
        Network = network;
        Outside = outside;
        Inside = inside;
    }

    public LabNetwork Network { get; }

    public Segment Outside { get; }

    public Segment Inside { get; }

    public required Machine Client { get; init; }

    public required Machine DirectorMachine { get; init; }

    public required LabDirector Director { get; init; }

    /// <summary><c>nat1</c> … on the inside.</summary>
    public required IReadOnlyList<Machine> Nat { get; init; }

    /// <summary><c>dsr1</c> … on the outside.</summary>
    public required IReadOnlyList<Machine> Dsr { get; init; }

    /// <summary>The virtual addresses: of services behind nat, and of services behind dsr.</summary>
    public IPAddress NatV4 => Outside.V4(100);

    public IPAddress NatV6 => Outside.V6(100);

    public IPAddress DsrV4 => Outside.V4(101);

    public IPAddress DsrV6 => Outside.V6(101);

    /// <summary>Builds it; the daemon does not run yet.</summary>
    /// <param name="nat">Servers behind nat, up to 20.</param>
    /// <param name="dsr">Servers behind dsr, up to 20.</param>
    public static async Task<Site> Create(int nat = 2, int dsr = 2)
    {
        var network = await LabNetwork.Create();
        try
        {
            return await Build(network, nat, dsr);
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The real address of <c>nat1</c>, for number 1.</summary>
    public IPAddress NatServer(int number) => Inside.V4(FirstNat + number - 1);

    /// <summary>The real address of <c>dsr1</c>, for number 1.</summary>
    public IPAddress DsrServer(int number) => Outside.V4(FirstDsr + number - 1);

    public async ValueTask DisposeAsync()
    {
        await Director.DisposeAsync();
        await Network.DisposeAsync();
    }

    private static async Task<Site> Build(LabNetwork network, int nat, int dsr)
    {
        var outside = await network.AddSegment("outside");
        var inside = await network.AddSegment("inside");
        var director = await network.AddMachine("director", outside, 1);
        await director.Join(inside, 1);
        var site = new Site(network, outside, inside)
        {
            Client = await network.AddMachine("client", outside, 10),
            DirectorMachine = director,
            Director = await LabDirector.Create(network, director),
            Nat = await Add(network, "nat", nat, inside, FirstNat),
            Dsr = await Add(network, "dsr", dsr, outside, FirstDsr),
        };
        foreach (var address in new[] { site.NatV4, site.NatV6, site.DsrV4, site.DsrV6 })
        {
            await director.AddVirtualAddress(address, outside.Name);
        }

        foreach (var server in site.Nat)
        {
            await server.PrepareForNat(director.On(inside));
        }

        foreach (var server in site.Dsr)
        {
            await server.PrepareForDsr(site.DsrV4, site.DsrV6);
        }

        return site;
    }

    private static async Task<IReadOnlyList<Machine>> Add(
        LabNetwork network, string name, int count, Segment segment, int first)
    {
        var machines = new List<Machine>();
        for (var number = 1; number <= count; number++)
        {
            machines.Add(await network.AddMachine($"{name}{number}", segment, first + number - 1));
        }

        return machines;
    }
}
