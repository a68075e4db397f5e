using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;

namespace Tenbin.Lab.Agent;

/// <summary>
/// Answers each datagram with one of the same length that starts with the server's name. One socket for each local
/// address, so that the answer leaves from the address that was asked: with dsr that is the virtual one, on lo.
/// </summary>
internal static class DatagramServer
{
    public static IReadOnlyList<Task> Start(string name, int port, IEnumerable<IPAddress> coming, CancellationToken stop) =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(nic => nic.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Concat(coming)
            .Distinct()
            .Select(address => Answer(new IPEndPoint(address, port), name, stop)),
    ];

    private static async Task Answer(IPEndPoint local, string name, CancellationToken stop)
    {
        using var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(local);
        var buffer = new byte[65536];
        var prefix = Encoding.ASCII.GetBytes(name + "\n");
        var any = new IPEndPoint(local.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (true)
        {
            var asked = await socket.ReceiveFromAsync(buffer, SocketFlags.None, any, stop);
            if (asked.ReceivedBytes >= prefix.Length)
            {
                prefix.CopyTo(buffer, 0);
                await Send(socket, buffer.AsMemory(0, asked.ReceivedBytes), asked.RemoteEndPoint, stop);
            }
        }
    }

    private static async Task Send(Socket socket, ReadOnlyMemory<byte> answer, EndPoint to, CancellationToken stop)
    {
        try
        {
            await socket.SendToAsync(answer, SocketFlags.None, to, stop);
        }
        catch (SocketException)
        {
            // The address has just been taken away, or there is no way back: lost, as datagrams may be.
        }
    }
}
