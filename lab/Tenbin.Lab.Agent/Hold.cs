using System.Net;
using Tenbin.Lab.Load;

namespace Tenbin.Lab.Agent;

/// <summary>Holds sessions open; each asks who serves it, again and again, until it breaks.</summary>
internal static class Hold
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task<int> Run(IPEndPoint service, int sessions, CancellationToken stop)
    {
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(session => Keep(service, session, stop)));
        return 0;
    }

    private static async Task Keep(IPEndPoint service, int session, CancellationToken stop)
    {
        string? local = null;
        var round = 0;
        try
        {
            using var socket = await Dialler.Connect(service, stop);
            local = socket.LocalEndPoint!.ToString();
            using var connection = new PeerConnection(socket);
            while (true)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                patience.CancelAfter(Patience);
                await connection.WriteLine("who", patience.Token);
                var server = await connection.ReadLine(patience.Token) ?? throw new EndOfStreamException();
                Report.Write(new(session, local, server, ++round, null), LoadJson.Default.HoldRecord);
                await Task.Delay(BetweenRounds, stop);
            }
        }
        catch (Exception e) when (Report.IsFailure(e))
        {
            if (!stop.IsCancellationRequested)
            {
                Report.Write(new(session, local, null, round, Report.Reason(e)), LoadJson.Default.HoldRecord);
            }
        }
    }
}
