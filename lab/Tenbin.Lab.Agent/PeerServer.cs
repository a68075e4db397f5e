using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tenbin.Lab.Agent;

/// <summary>
/// TCP: lines <c>who</c>, <c>echo TEXT</c>, <c>tick MILLISECONDS</c> (numbers, without end), <c>send BYTES</c> (bytes, then their hash on a line) and <c>take BYTES</c> (followed by the
/// bytes; answered with their hash).
/// </summary>
internal static class PeerServer
{
    public static async Task<int> Run(string name, int port, IEnumerable<IPAddress> coming, CancellationToken stop)
    {
        using var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        listener.DualMode = true;
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        listener.Listen(4096);
        var datagrams = DatagramServer.Start(name, port, coming, stop);
        Console.WriteLine($"serving {name} on {port}");
        try
        {
            await Task.WhenAll([Accept(listener, name, stop), .. datagrams]);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }

        return 0;
    }

    private static async Task Accept(Socket listener, string name, CancellationToken stop)
    {
        while (true)
        {
            _ = Serve(await listener.AcceptAsync(stop), name, stop);
        }
    }

    private static async Task Serve(Socket socket, string name, CancellationToken stop)
    {
        try
        {
            using var connection = new PeerConnection(socket);
            while (await connection.ReadLine(stop) is { } line)
            {
                switch (line.Split(' '))
                {
                    case ["who"]:
                        await connection.WriteLine(name, stop);
                        break;
                    case ["echo", var text]:
                        await connection.WriteLine(text, stop);
                        break;
                    case ["tick", var milliseconds]:
                        await Tick(connection, TimeSpan.FromMilliseconds(Number(milliseconds)), stop);
                        break;
                    case ["send", var bytes]:
                        await connection.WriteLine(await connection.SendData(Number(bytes), stop), stop);
                        break;
                    case ["take", var bytes]:
                        await connection.WriteLine(await connection.TakeData(Number(bytes), stop), stop);
                        break;
                    default:
                        return;
                }
            }
        }
        catch (Exception e) when (Report.IsFailure(e))
        {
            // The client sees it, and tells.
        }
    }

    /// <summary>Speaks by itself until the client is gone.</summary>
    private static async Task Tick(PeerConnection connection, TimeSpan pace, CancellationToken stop)
    {
        for (var number = 1; ; number++)
        {
            await connection.WriteLine(number.ToString(CultureInfo.InvariantCulture), stop);
            await Task.Delay(pace, stop);
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
