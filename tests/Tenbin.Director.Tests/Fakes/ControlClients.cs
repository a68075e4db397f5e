using System.Net.Sockets;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>Clients of a control socket.</summary>
internal static class ControlClients
{
    public static HttpClient Make(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://tenbin") };
}
