using System.Net;
using System.Net.Sockets;
using Tenbin.Lab.Capture;

namespace Tenbin.Lab.Agent;

/// <summary>Watches every frame that comes in, by a packet socket (packet(7)).</summary>
internal static class Watch
{
    private const int BetweenLooksAtStop = 100;
    private const int Buffer = 16 << 20;

    /// <summary>ETH_P_ALL in network byte order.</summary>
    private const ProtocolType All = (ProtocolType)0x0300;

    public static int Run(WatchSide side, IEnumerable<string> addresses, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.Packet, SocketType.Raw, All)
        {
            ReceiveTimeout = BetweenLooksAtStop,
            ReceiveBufferSize = Buffer,
        };
        var book = new StintBook(
            side, [.. addresses.Select(IPAddress.Parse)], stint => Report.Write(stint, CaptureJson.Default.Stint));
        Console.WriteLine("watching");
        var frame = new byte[65536];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (SeenFrame.TryRead(frame.AsSpan(0, socket.Receive(frame)), out var seen))
                {
                    book.Take(seen, LabClock.Now);
                }
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                // Nothing came for a while.
            }
        }

        book.Close();
        return 0;
    }
}
