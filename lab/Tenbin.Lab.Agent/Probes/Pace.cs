namespace Tenbin.Lab.Agent.Probes;

/// <summary>Calls at a steady pace, from the thread that asked for it.</summary>
internal static class Pace
{
    /// <summary>Calls <paramref name="send"/> with 1, 2, 3 … until stopped. Calls that a stall made it miss are left out: a burst would measure itself.</summary>
    public static void Keep(double seconds, Action<long> send, CancellationToken stop)
    {
        var next = LabClock.Now;
        for (long number = 1; !stop.IsCancellationRequested; number++)
        {
            send(number);
            var now = LabClock.Now;
            next = Math.Max(next + seconds, now);
            stop.WaitHandle.WaitOne((int)Math.Ceiling((next - now) * 1000));
        }
    }
}
