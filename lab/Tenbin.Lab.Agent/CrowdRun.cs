using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Tenbin.Lab.Load;

namespace Tenbin.Lab.Agent;

/// <summary>
/// Many established sessions, most of them still: half say nothing between their first exchange and their last, a quarter send
/// what must come back, a quarter only listen to a server that speaks by itself. All that comes is verified.
/// </summary>
internal static class CrowdRun
{
    private const int Manners = 4, ConnectAtOnce = 64;
    private const string Pace = "1000";
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(15);

    /// <summary>Opens them, reports when all are open, and has a last exchange with each when told to stop.</summary>
    /// <param name="service">Where.</param>
    /// <param name="sessions">How many.</param>
    /// <param name="allStill">Every session is of the still ones.</param>
    /// <param name="stop">The signal for the last exchange.</param>
    public static async Task<int> Run(IPEndPoint service, int sessions, bool allStill, CancellationToken stop)
    {
        using var gate = new SemaphoreSlim(ConnectAtOnce);
        var opened = 0;
        var report = await Task.WhenAll(Enumerable.Range(0, sessions).Select(async session =>
        {
            string? local = null;
            try
            {
                await gate.WaitAsync(CancellationToken.None);
                PeerConnection connection;
                try
                {
                    var socket = await Dialler.Connect(service, CancellationToken.None);
                    local = socket.LocalEndPoint!.ToString();
                    connection = new PeerConnection(socket);
                    await Echo(connection);
                }
                finally
                {
                    gate.Release();
                }

                using (connection)
                {
                    if (Interlocked.Increment(ref opened) == sessions)
                    {
                        Report.Write(new(sessions, 0, []), LoadJson.Default.CrowdRecord);
                    }

                    return new Fate(await Live(connection, allStill ? 0 : session % Manners, stop), null);
                }
            }
            catch (Exception e) when (Report.IsFailure(e) || e is InvalidDataException)
            {
                return new Fate(0, $"session {session} ({local}): {(e is InvalidDataException ? e.Message : Report.Reason(e))}");
            }
        }));
        Report.Write(
            new(sessions, report.Sum(session => session.Exchanges), [.. report.Select(session => session.Broken).OfType<string>()]),
            LoadJson.Default.CrowdRecord);
        return 0;
    }

    private static async Task<int> Live(PeerConnection connection, int manner, CancellationToken stop)
    {
        switch (manner)
        {
            case 0 or 1:
                await Until(stop);
                await Echo(connection);
                return 1;
            case 2:
                return await Ask(connection, stop);
            default:
                return await Listen(connection, stop);
        }
    }

    private static async Task<int> Ask(PeerConnection connection, CancellationToken stop)
    {
        var rounds = 0;
        while (!stop.IsCancellationRequested)
        {
            await Echo(connection);
            rounds++;
            await Task.WhenAny(Until(stop), Task.Delay(BetweenRounds, CancellationToken.None));
        }

        await Echo(connection);
        return rounds + 1;
    }

    // Two more after the word to stop, so that the last one was sent after it.
    private static async Task<int> Listen(PeerConnection connection, CancellationToken stop)
    {
        using var first = new CancellationTokenSource(Patience);
        await connection.WriteLine($"tick {Pace}", first.Token);
        var (heard, left) = (0, 2);
        while (left > 0)
        {
            using var patience = new CancellationTokenSource(Patience);
            var line = await connection.ReadLine(patience.Token) ?? throw new EndOfStreamException();
            if (line != (++heard).ToString(CultureInfo.InvariantCulture))
            {
                throw new InvalidDataException($"the server's line {heard} was '{line}'");
            }

            left -= stop.IsCancellationRequested ? 1 : 0;
        }

        return heard;
    }

    private static async Task Echo(PeerConnection connection)
    {
        using var patience = new CancellationTokenSource(Patience);
        var sent = RandomNumberGenerator.GetHexString(32);
        await connection.WriteLine($"echo {sent}", patience.Token);
        var got = await connection.ReadLine(patience.Token) ?? throw new EndOfStreamException();
        if (got != sent)
        {
            throw new InvalidDataException($"'{sent}' came back as '{got}'");
        }
    }

    private readonly record struct Fate(int Exchanges, string? Broken);

    private static Task Until(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stop.Register(stopped.SetResult);
        return stopped.Task;
    }
}
