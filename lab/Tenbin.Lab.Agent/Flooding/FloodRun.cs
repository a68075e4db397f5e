using System.Net;
using Tenbin.Lab.Load;

namespace Tenbin.Lab.Agent.Flooding;

/// <summary>Sends hostile datagrams at a steady pace, bounded in number and time.</summary>
internal static class FloodRun
{
    private const double Longest = 60;
    private const int BatchesInSecond = 200;
    private static readonly Forgery[] Kinds = Enum.GetValues<Forgery>();

    public static int Run(long count, int perSecond, int seed, IReadOnlyList<IPEndPoint> victims, CancellationToken stop)
    {
        var random = new Random(seed);
        var forger = new Forger(random);
        var sent = new long[Kinds.Length];
        using var sender = new ForgedSender();
        using var ears = new Eavesdropper(victims, stop);
        var began = LabClock.Now;
        while (!ears.IsFull)
        {
            if (stop.WaitHandle.WaitOne(1000 / BatchesInSecond) || LabClock.Now - began > Longest)
            {
                throw new InvalidOperationException("Too few real datagrams were overheard: is a node running here?");
            }
        }

        var start = LabClock.Now;
        for (long batch = 1, total = 0; total < count && LabClock.Now - start < Longest && !stop.IsCancellationRequested; batch++)
        {
            for (var end = Math.Min(count, total + (perSecond / BatchesInSecond)); total < end; total++)
            {
                Send(sender, forger, ears, victims, random, sent);
            }

            stop.WaitHandle.WaitOne((int)Math.Max(0, (start + ((double)batch / BatchesInSecond) - LabClock.Now) * 1000));
        }

        Report.Write(
            new FloodReport(seed, LabClock.Now - start, Kinds.ToDictionary(kind => kind, kind => sent[(int)kind])), FloodJson.Default.FloodReport);
        return 0;
    }

    private static void Send(ForgedSender sender, Forger forger, Eavesdropper ears, IReadOnlyList<IPEndPoint> victims, Random random, long[] sent)
    {
        var kind = Kinds[random.Next(Kinds.Length)];
        var real = ears.Any(random);
        sender.Send(real.Own, victims[real.Link], forger.Make(kind, real, sender.Payload));
        sent[(int)kind]++;
    }
}
