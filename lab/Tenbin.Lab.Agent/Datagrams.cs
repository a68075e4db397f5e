using System.Net;
using System.Net.Sockets;
using System.Text;
using Tenbin.Lab.Load;

namespace Tenbin.Lab.Agent;

/// <summary>Asks over UDP, one socket and so one session for each datagram.</summary>
internal static class Datagrams
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(IPEndPoint service, int count, int bytes)
    {
        for (var number = 1; number <= count; number++)
        {
            var sent = LabClock.Now;
            var (local, server, error) = await Ask(service, bytes);
            var took = (LabClock.Now - sent) * 1000;
            Report.Write(
                new(number, sent, took, service.ToString(), local, server, error),
                LoadJson.Default.RequestRecord);
        }

        return 0;
    }

    private static async Task<(string? Local, string? Server, string? Error)> Ask(IPEndPoint service, int bytes)
    {
        using var socket = new Socket(service.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        using var patience = new CancellationTokenSource(Patience);
        string? local = null;
        try
        {
            // Connected: an answer from any other address than the one asked is not taken.
            await socket.ConnectAsync(service, patience.Token);
            local = socket.LocalEndPoint!.ToString();
            await socket.SendAsync(new byte[bytes], patience.Token);
            var answer = new byte[65536];
            var got = await socket.ReceiveAsync(answer, patience.Token);
            var server = Encoding.ASCII.GetString(answer, 0, got).Split('\n')[0];
            return got == bytes ? (local, server, null) : (local, null, $"{got} bytes came back of {bytes}");
        }
        catch (Exception e) when (Report.IsFailure(e))
        {
            return (local, null, Report.Reason(e));
        }
    }
}
