using System.Net;
using System.Net.Sockets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Tests.Probes;

/// <summary>Runs one probe as the monitor would.</summary>
internal static class Probing
{
    public static ProbeTarget TargetOf(IPEndPoint server) => new(
        new(server.Address, (ushort)server.Port), "web", new(IPAddress.Parse("192.0.2.199"), 8080, Protocol.Tcp));

    public static async Task<ProbeResult> CheckAsync(this IProbe probe, IPEndPoint server, Check check)
    {
        using var deadline = new CancellationTokenSource(check.Timeout);
        return await probe.RunAsync(TargetOf(server), check, deadline.Token);
    }

    /// <summary>A loopback port on which nobody listens: bound, so that nobody else takes it.</summary>
    public static Socket ClosedPort(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }
}
