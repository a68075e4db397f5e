using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Keys <c>scheduler</c>, <c>hash</c> and <c>table-size</c>.</summary>
internal static class SchedulingReader
{
    // The share of a server is within 1 % of its weight from about this many slots on.
    private const int SlotsPerServer = 100;

    // The largest prime below 2^24; 64 MB of kernel memory at 4 bytes a slot.
    private const int LargestTable = 16_777_213;

    private static readonly (string, Scheduler)[] Schedulers =
    [
        ("rr", Scheduler.RoundRobin), ("wrr", Scheduler.WeightedRoundRobin),
        ("lc", Scheduler.LeastConnection), ("wlc", Scheduler.WeightedLeastConnection),
        ("sh", Scheduler.SourceHash), ("mh", Scheduler.Maglev),
    ];

    private static readonly (string, HashInput)[] HashInputs = [("source", HashInput.Source), ("source-port", HashInput.SourceAndPort)];

    /// <summary>Defaults stand in for what is missing or wrong.</summary>
    public static (Scheduler Scheduler, HashInput Hash, int TableSize) Read(Section service, int servers)
    {
        var written = service.Find("scheduler");
        var scheduler = written is null ? Scheduler.WeightedLeastConnection : written.Choice("a scheduler", Schedulers);
        var hash = service.Find("hash");
        if (hash is not null && scheduler is not (null or Scheduler.SourceHash or Scheduler.Maglev))
        {
            hash.Fail("has no effect: it is for the schedulers sh and mh; remove it, or use one of these");
        }

        return (scheduler ?? default, hash?.Choice("a hash input", HashInputs) ?? default, TableSize(service.Find("table-size"), scheduler, servers));
    }

    private static int TableSize(Value? value, Scheduler? scheduler, int servers)
    {
        if (value is null)
        {
            return 0;
        }

        if (scheduler is not (null or Scheduler.Maglev))
        {
            value.Fail("has no effect: it is for the scheduler mh; remove it, or use mh");
        }

        if (value.Whole(2, LargestTable) is not { } size)
        {
            return 0;
        }

        var least = (int)Math.Min((long)servers * SlotsPerServer, LargestTable);
        if (size < least)
        {
            value.Fail($"is too small for {servers} servers; it needs {SlotsPerServer} slots a server, the next prime is {Primes.AtLeast(least)}");
        }
        else if (!Primes.IsPrime(size))
        {
            value.Fail(value.IsSubstituted ? "is not a prime number; give one" : $"is not a prime number; the next one is {Primes.AtLeast(size)}");
        }

        return size;
    }
}
