using System.Globalization;
using Tenbin.Lab;
using Tenbin.Lab.Load;

namespace Tenbin.Bench.Failover;

/// <summary>Crashes and moves one pair, round after round, and measures from a client's machine.</summary>
internal sealed class FailoverTrial(IFailoverPair pair, Action<string> progress)
{
    private const int SessionsEach = 25;
    private const int SteadyProbes = 40;
    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(2);

    public async Task<(FailoverSheet Crashes, FailoverSheet Moves)> Run(CancellationToken stop)
    {
        await pair.Start();
        await using var prober = await Prober.Start(pair.Client, ProbeKind.Udp, pair.Probed);
        var moves = await Repeat("planned move", prober, pair.Move, stop);
        var crashes = await Repeat("crash", prober, pair.Crash, stop);
        return (new(pair.Name, pair.Budget, crashes), new(pair.Name, pair.Budget, moves));
    }

    private async Task<IReadOnlyList<FailoverRound>> Repeat(string fault, Prober prober, Func<Task> act, CancellationToken stop)
    {
        List<FailoverRound> rounds = [];
        for (var number = 1; number <= pair.Rounds; number++)
        {
            stop.ThrowIfCancellationRequested();
            var round = await Measure(prober, act);
            rounds.Add(round);
            progress(string.Create(
                CultureInfo.InvariantCulture,
                $"{pair.Name}, {fault} {number} of {pair.Rounds}: {round.Outage.TotalMilliseconds:0} ms, {round.ProbesLost} probes lost, {round.SessionsBroken} of {round.Sessions} sessions broken (calm: {round.Calm.TotalMilliseconds:0} ms)"));
            if (round.Outage > pair.Budget)
            {
                progress($"over the budget; the pair said:\n{await pair.Said()}");
            }

            await pair.Recover();
        }

        return rounds;
    }

    private async Task<FailoverRound> Measure(Prober prober, Func<Task> act)
    {
        List<HoldClient> held = [];
        try
        {
            foreach (var service in pair.Held)
            {
                held.Add(await HoldClient.Start(pair.Client, service, SessionsEach));
            }

            // The clients' start is no calm.
            await NextRound(held);
            var calm = LabClock.Now;
            await NextRound(held);
            await prober.WaitUntilSteady(calm, SteadyProbes);
            var quiet = prober.Log.LongestGap(calm)!.Value.Length;
            var since = LabClock.Now;
            await act();
            await WaitUntilServed(prober);
            var (gap, lost) = (prober.Log.LongestGap(since)!.Value, prober.Log.Lost(since));
            await NextRound(held);
            var broken = held.Sum(client => client.Sessions.Values.Count(session => session.Error is not null));
            return new(gap.Length, lost, broken, held.Count * SessionsEach, quiet);
        }
        finally
        {
            foreach (var client in held)
            {
                await client.DisposeAsync();
            }
        }
    }

    private async Task WaitUntilServed(Prober prober)
    {
        try
        {
            await prober.WaitUntilSteady(LabClock.Now, SteadyProbes, LongestOutage);
        }
        catch (LabException failure)
        {
            var neighbours = await pair.Client.Run("ip", "neighbour");
            throw new LabException($"{pair.Name}: {failure.Message}\nThe client's neighbours:\n{neighbours.Output}{await pair.Said()}", failure);
        }
    }

    private static Task NextRound(IReadOnlyList<HoldClient> held) => Task.WhenAll(held.Select(client => client.WaitForRounds(1)));
}
