using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>One machine of the pair: its clock, its gate, its record and, while a daemon runs, its core.</summary>
public sealed record PairNode(byte Index, int RatePermille)
{
    /// <summary>L. Four steps of true time lie between its ends on the fastest and on the slowest clock.</summary>
    public const long Lease = 4 * PairState.Step;

    public const long RestartGrace = 6 * PairState.Step;

    public ulong Tenure { get; init; } = 1;

    public ClusterCore? Core { get; init; }

    /// <summary>Of everything in the core; asked for when the core has done its part of an event.</summary>
    public Lazy<Digest>? CoreDigest { get; init; }

    /// <summary>Each daemon has another one.</summary>
    public int Life { get; init; }

    /// <summary>Deadline in the kernel, on this clock; it outlives the daemon.</summary>
    public long Gate { get; init; }

    /// <summary>Null = lost.</summary>
    public Grant? Record { get; init; }

    /// <summary>What was started is being stopped.</summary>
    public bool IsStopping { get; init; }

    public CoreSettings Settings => new()
    {
        Self = new Holder(Index, Tenure),
        Nodes = 2,
        HasRegister = true,
        Every = 100_000_000,
        DeadAfter = Lease,
        Lease = Lease,
        RestartGrace = RestartGrace,
        VoterSet = 1,
        Fingerprint = 1,
        Groups = [new GroupRule(0, null)],
    };

    /// <summary>That of the next boot is far behind.</summary>
    private long ClockStart => ((Index + 1) * 1_000_000_000_000) - ((long)Tenure * 100_000_000_000);

    public long ClockAt(long trueNow) => ClockStart + (trueNow / 1_000 * RatePermille) + (trueNow % 1_000 * RatePermille / 1_000);

    public bool IsOpen(long trueNow) => ClockAt(trueNow) < Gate;

    /// <summary>The last true instant at which the gate is open.</summary>
    public long LastOpen()
    {
        var instant = (Gate - ClockStart) * 1_000 / RatePermille;
        while (!IsOpen(instant))
        {
            instant--;
        }

        while (IsOpen(instant + 1))
        {
            instant++;
        }

        return instant;
    }

    public Digest Digest()
    {
        var digest = CoreDigest?.Value ?? default;
        digest.Add(Tenure);
        digest.Add(Core is null ? 0UL : 1);
        digest.Add(Life);
        digest.Add(Gate);
        digest.Add(IsStopping ? 1UL : 0);
        digest.Add(Record is { } grant ? Snapshot.Of(grant) : default);
        return digest;
    }
}
