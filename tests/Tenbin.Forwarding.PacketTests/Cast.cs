using System.Net;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.PacketTests;

public enum Family
{
    V4,
    V6,
}

/// <summary>Who takes part: clients beyond a router, one virtual address, real servers; each known by a number.</summary>
internal sealed record Cast(Family Family, Protocol Protocol = Protocol.Tcp, ForwardingMethod Method = ForwardingMethod.Nat)
{
    public const ushort Port = 80, ServerPort = 8080;

    private static readonly Macs s_fromRouter = new(Wiring.ClientNicMac, Wiring.RouterMac);

    private bool IsV4 => Family == Family.V4;

    public ServiceAddress Service => new(IPAddress.Parse(IsV4 ? "203.0.113.80" : "2001:db8:f::80"), Port, Protocol);

    public IPEndPoint Client(int number = 1, int port = 40000) =>
        new(IPAddress.Parse(IsV4 ? $"198.51.100.{number}" : $"2001:db8:c::{number:x}"), port);

    public ServerAddress Server(int number = 1) => new(
        IPAddress.Parse(IsV4 ? $"10.0.0.{number}" : $"fd00::{number:x}"), Method == ForwardingMethod.Nat ? ServerPort : Port);

    public DesiredServer Desired(int number = 1, int weight = 1, Admission admission = Admission.Open) =>
        new(Server(number), Method, weight, admission);

    /// <summary>A service on <see cref="Service"/>; with one server where none is named.</summary>
    public DesiredService Of(params DesiredServer[] servers) => Of(Scheduler.RoundRobin, servers);

    public DesiredService Of(Scheduler scheduler, params DesiredServer[] servers) => new()
    {
        Name = "web",
        Listen = Service,
        Scheduler = scheduler,
        Servers = servers.Length > 0 ? [.. servers] : [Desired()],
    };

    /// <summary>A packet of a client's; TCP: a SYN, unless said otherwise.</summary>
    public Packet Request(int client = 1, int port = 40000, TcpFlags flags = TcpFlags.Syn) => new()
    {
        Protocol = Protocol,
        Source = Client(client, port),
        Destination = new IPEndPoint(Service.Address, Service.Port),
        Macs = s_fromRouter,
        Flags = flags,
        Payload = "GET / HTTP/1.1\r\n\r"u8.ToArray(),
    };

    /// <summary>The answer of a nat server to <paramref name="request"/> as it leaves the server.</summary>
    public Packet Reply(Packet request, int server = 1, TcpFlags flags = TcpFlags.Syn | TcpFlags.Ack) => request with
    {
        Source = new IPEndPoint(Server(server).Address, Server(server).Port),
        Destination = request.Source,
        Macs = new Macs(Wiring.ServerNicMac, Wiring.MacOf(Server(server).Address)),
        Flags = flags,
        Payload = "HTTP/1.1 200 OK\r\n\r\nhello"u8.ToArray(),
        Ip = request.Ip with { Ttl = 61, Id = 0x9abc },
    };
}
