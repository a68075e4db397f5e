using System.Net;
using Tenbin.Forwarding;
using Tenbin.Forwarding.Ebpf.Kernel;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Linux;
using Tenbin.Linux.Bpf;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Bench.Programs;

/// <summary>
/// Tenbin's programs with tables of their own, attached nowhere. Every service comes as a pair whose real servers are
/// each other: what one run writes into the packet is again a packet of a live session for the next run, so that a
/// test run may repeat. Only the TTL goes down. All MACs are one and the same for the like reason.
/// </summary>
internal sealed class Bed : IDisposable
{
    /// <summary>Runs until the TTL of a packet that began with 255 is used up, less some.</summary>
    public const int Repeats = 250;

    private const int Chunk = 10_000;
    private static readonly MacAddress XdpMac = MacAddress.Parse("02:00:00:00:00:01");

    private readonly BpfObject _image;
    private readonly EbpfMaps _maps;
    private readonly BpfMap _replies;
    private readonly BpfProgram _tc;
    private readonly BpfProgram _xdp;
    private uint _services;

    private Bed(BpfObject image)
    {
        _image = image;
        _maps = new EbpfMaps(image.Map);
        _replies = image.Map("replies");
        _tc = image.Program(BpfImage.TcProgram);
        _xdp = image.Program(BpfImage.XdpProgram);
        _maps.Settings.Update(0u, SettingsEntry.From(new DataPlaneSettings()));
        // A test run comes from lo (1 for XDP), or from nowhere (0 for tc).
        _maps.Interfaces.Update(0u, new InterfaceEntry { Mac = MacEntry.From(XdpMac), Mtu = 1500 });
        _maps.Interfaces.Update(1u, new InterfaceEntry { Mac = MacEntry.From(XdpMac), Mtu = 1500 });
    }

    public static Bed Make(int sessions)
    {
        var image = BpfImage.Open();
        EbpfMaps.Size(image, new Limits { Sessions = sessions });
        image.Load();
        return new Bed(image);
    }

    public BpfProgram Program(HookKind hook) => hook == HookKind.Tc ? _tc : _xdp;

    /// <summary>MAC of every client and server: what goes to one of them comes back as if to the director.</summary>
    public static MacAddress Sender => XdpMac;

    /// <summary>MAC that a test run's packet is for: lo's own for tc, the one in the tables for XDP.</summary>
    public static MacAddress Mac(HookKind hook) => hook == HookKind.Tc ? default : XdpMac;

    public ServiceAddress AddService(bool isV6, ServerMethod method)
    {
        var a = Address(isV6, _services);
        var b = Address(isV6, _services + 1);
        if (method == ServerMethod.Nat)
        {
            Add(a, 80, b, 8080, method);
            Add(b, 8080, a, 80, method);
        }
        else
        {
            Add(a, 80, b, 80, method);
        }

        return new ServiceAddress(a, 80, Protocol.Tcp);
    }

    /// <summary>The service that is real server of <paramref name="service"/>.</summary>
    public static ServiceAddress Twin(ServiceAddress service)
    {
        var bytes = service.Address.GetAddressBytes();
        bytes[^1]++;
        return new ServiceAddress(new IPAddress(bytes), 8080, Protocol.Tcp);
    }

    /// <summary>Makes an established session by its first two packets; replies leave by the hook where they came.</summary>
    public void Establish(HookKind hook, IPEndPoint client, ServiceAddress service, Span<byte> scratch)
    {
        var target = new IPEndPoint(service.Address, service.Port);
        Program(hook).TestRun(Frame.Tcp(Mac(hook), client, target, Frame.Syn), scratch);
        Program(hook).TestRun(Frame.Tcp(Mac(hook), client, target, Frame.Ack), scratch);
    }

    public bool IsEstablished(IPEndPoint client, ServiceAddress service) =>
        _maps.Sessions.TryLookup(Flow.Between(client, service), out SessionEntry entry)
        && entry.State == (uint)SessionState.Established;

    /// <summary>Enters sessions of many clients at once, each like the one that the programs began for <paramref name="model"/>.</summary>
    public void Enter(ReadOnlySpan<IPEndPoint> clients, IPEndPoint model, ServiceAddress service)
    {
        _maps.Sessions.TryLookup(Flow.Between(model, service), out SessionEntry session);
        _maps.Servers.TryLookup(session.Server, out ServerEntry server);
        foreach (var chunk in clients.ToArray().Chunk(Chunk))
        {
            var flows = Array.ConvertAll(chunk, client => Flow.Between(client, service));
            var sessions = new SessionEntry[chunk.Length];
            Array.Fill(sessions, session);
            _maps.Sessions.UpdateBatch<Flow, SessionEntry>(flows, sessions);
            if (server.Method == ServerMethod.Nat)
            {
                _replies.UpdateBatch<Flow, Flow>(Array.ConvertAll(flows, flow => Reply(flow, server)), flows);
            }
        }
    }

    public void Dispose()
    {
        _tc.Dispose();
        _xdp.Dispose();
        _replies.Dispose();
        _maps.Dispose();
        _image.Dispose();
    }

    private static IPAddress Address(bool isV6, uint number) =>
        IPAddress.Parse(isV6 ? $"fd77:99::{number + 1:x}" : $"10.99.0.{number + 1}");

    private static Flow Reply(Flow flow, ServerEntry server) => flow with
    {
        Source = server.Address,
        SourcePort = server.Port,
        Destination = flow.Source,
        DestinationPort = flow.SourcePort,
    };

    private void Add(IPAddress listen, ushort port, IPAddress server, ushort serverPort, ServerMethod method)
    {
        var id = _services++;
        _maps.Servers.Update(id, new ServerEntry
        {
            Address = MappedAddress.From(server),
            NextHop = MappedAddress.From(server),
            Mac = MacEntry.From(XdpMac),
            OwnMac = MacEntry.From(XdpMac),
            InterfaceIndex = 1,
            Mtu = 1500,
            Generation = 1,
            Service = id,
            Weight = 1,
            Port = serverPort,
            Method = method,
            Admission = Admission.Open,
        });
        using var table = BpfMap.Create(BpfMapType.Array, "schedule", sizeof(uint), sizeof(uint), 2, BpfMapFlags.InnerMap);
        table.Update(0u, 1u);
        table.Update(1u, id);
        _maps.Schedules.UpdateInner(id, table);
        _maps.Services.Update(
            ServiceKey.From(new ServiceAddress(listen, port, Protocol.Tcp)),
            new ServiceEntry { Id = id, Scheduler = Scheduler.RoundRobin });
    }
}
