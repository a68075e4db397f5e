using Tenbin.Lab.Load;

namespace Tenbin.Lab.Agent;

/// <summary>Asks web servers at a fixed rate; a request that hangs delays no other.</summary>
internal sealed class WebLoad
{
    private const int KeptConnections = 8;
    private const int MostInFlight = 2_000;
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _number;
    private int _inFlight;

    public static async Task<int> Run(bool keepAlive, int perSecond, IReadOnlyList<string> targets, CancellationToken stop)
    {
        var load = new WebLoad();
        await Task.WhenAll(targets.Select(target => keepAlive
            ? load.AskOverKept(new(target), perSecond, stop)
            : load.AskOverNew(new(target), perSecond, stop)));
        return 0;
    }

    private async Task AskOverNew(WebTarget target, int perSecond, CancellationToken stop)
    {
        var requests = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        while (await Tick(timer, stop))
        {
            if (Volatile.Read(ref _inFlight) < MostInFlight)
            {
                requests.RemoveAll(request => request.IsCompleted);
                requests.Add(AskOnce(target));
            }
        }

        await Task.WhenAll(requests);
    }

    private async Task AskOnce(WebTarget target)
    {
        using var connection = new WebConnection(target);
        await Ask(connection, close: true);
    }

    private Task AskOverKept(WebTarget target, int perSecond, CancellationToken stop)
    {
        var pause = TimeSpan.FromSeconds((double)KeptConnections / perSecond);
        return Task.WhenAll(Enumerable.Range(0, KeptConnections).Select(async _ =>
        {
            using var timer = new PeriodicTimer(pause);
            using var connection = new WebConnection(target);
            while (await Tick(timer, stop))
            {
                await Ask(connection, close: false);
            }
        }));
    }

    private async Task Ask(WebConnection connection, bool close)
    {
        Interlocked.Increment(ref _inFlight);
        var number = Interlocked.Increment(ref _number);
        var sent = TimeProvider.System.GetElapsedTime(_start);
        string? server = null;
        string? error = null;
        try
        {
            server = await connection.Ask(close);
        }
        catch (Exception e) when (Report.IsFailure(e))
        {
            error = Report.Reason(e);
        }

        var took = TimeProvider.System.GetElapsedTime(_start) - sent;
        Interlocked.Decrement(ref _inFlight);
        Report.Write(
            new(number, sent.TotalSeconds, took.TotalMilliseconds, connection.Target.Text, connection.Local, server, error),
            LoadJson.Default.RequestRecord);
    }

    private static async Task<bool> Tick(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
