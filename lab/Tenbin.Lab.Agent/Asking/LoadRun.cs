using Tenbin.Lab.Load;

namespace Tenbin.Lab.Agent.Asking;

/// <summary>Asks servers at a fixed rate; a request that hangs delays no other.</summary>
internal sealed class LoadRun
{
    private const int MostInFlight = 2_000;
    private long _number;
    private int _inFlight;

    /// <param name="kept">So many connections to each target that are kept; 0 = a new one for each request.</param>
    /// <param name="perSecond">Requests a second to each target.</param>
    /// <param name="targets">URLs.</param>
    /// <param name="stop">The signal to end.</param>
    public static async Task<int> Run(int kept, int perSecond, IReadOnlyList<string> targets, CancellationToken stop)
    {
        var load = new LoadRun();
        await Task.WhenAll(targets.Select(target => kept > 0
            ? load.AskOverKept(new(target), kept, perSecond, stop)
            : load.AskOverNew(new(target), perSecond, stop)));
        return 0;
    }

    private async Task AskOverNew(LoadTarget target, int perSecond, CancellationToken stop)
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

    private async Task AskOnce(LoadTarget target)
    {
        using var connection = TargetConnection.To(target);
        await Ask(connection, close: true);
    }

    private Task AskOverKept(LoadTarget target, int kept, int perSecond, CancellationToken stop)
    {
        var pause = TimeSpan.FromSeconds((double)kept / perSecond);
        return Task.WhenAll(Enumerable.Range(1, kept).Select(async place =>
        {
            // The first ticks are apart, so that all do not ask at once ever after.
            using var timer = new PeriodicTimer(pause * place / kept);
            using var connection = TargetConnection.To(target);
            while (await Tick(timer, stop))
            {
                timer.Period = pause;
                await Ask(connection, close: false);
            }
        }));
    }

    private async Task Ask(TargetConnection connection, bool close)
    {
        Interlocked.Increment(ref _inFlight);
        var number = Interlocked.Increment(ref _number);
        var sent = LabClock.Now;
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

        var took = (LabClock.Now - sent) * 1000;
        Interlocked.Decrement(ref _inFlight);
        Report.Write(
            new(number, sent, took, connection.Target.Text, connection.Local, server, error),
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
