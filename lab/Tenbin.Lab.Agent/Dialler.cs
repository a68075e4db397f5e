using System.Net;
using System.Net.Sockets;

namespace Tenbin.Lab.Agent;

/// <summary>Opens TCP connections.</summary>
internal static class Dialler
{
    public static async Task<Socket> Connect(IPEndPoint service, CancellationToken stop)
    {
        var socket = new Socket(service.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(service, stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
