using Tenbin.Model.Planning;

namespace Tenbin.Health;

/// <summary>
/// What is known of one real server's health. Immutable: each result gives the next state. Times are wall times, for people.
/// </summary>
public sealed record ServerState
{
    private ServerState()
    {
    }

    /// <summary>Unknown until the first result (invariant 2: no traffic before the first success).</summary>
    public required ServerHealth Health { get; init; }

    /// <summary>Since when <see cref="Health"/> holds.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why the last check failed, or why the server is down; empty when it is up and its last check passed.</summary>
    public required string Reason { get; init; }

    /// <summary>How long the last check took; null before the first.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>When the last check ended; null before the first.</summary>
    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>Successes in a row up to now.</summary>
    public int Successes { get; init; }

    /// <summary>Failures in a row up to now.</summary>
    public int Failures { get; init; }

    /// <summary>Checks since the state began.</summary>
    public long TotalChecks { get; init; }

    /// <summary>Failed checks since the state began.</summary>
    public long TotalFailures { get; init; }

    /// <summary>A server that is new in the file.</summary>
    public static ServerState Unknown(DateTimeOffset now) =>
        new() { Health = ServerHealth.Unknown, Since = now, Reason = "not checked yet" };

    /// <summary>A server without a check: always up.</summary>
    public static ServerState Unchecked(DateTimeOffset now) => new() { Health = ServerHealth.Up, Since = now, Reason = "" };

    /// <summary>What an earlier run of the daemon knew (invariant 2: known state carries over).</summary>
    /// <param name="health">Health then; it stays until checks say otherwise, by the same <c>fall</c> and <c>rise</c>.</param>
    /// <param name="since">Since when it held.</param>
    /// <param name="reason">Why, when down.</param>
    public static ServerState CarriedOver(ServerHealth health, DateTimeOffset since, string reason) =>
        new() { Health = health, Since = since, Reason = reason };

    /// <summary>The state after one more result.</summary>
    /// <param name="result">What the probe found.</param>
    /// <param name="fall">Failures in a row that take a server down that was up.</param>
    /// <param name="rise">Successes in a row that bring a server up that was down. From unknown one result decides.</param>
    /// <param name="now">Wall time.</param>
    public ServerState After(ProbeResult result, int fall, int rise, DateTimeOffset now)
    {
        int successes = result.IsUp ? Successes + 1 : 0;
        int failures = result.IsUp ? 0 : Failures + 1;
        ServerHealth health = Health switch
        {
            ServerHealth.Up => failures >= fall ? ServerHealth.Down : ServerHealth.Up,
            ServerHealth.Down => successes >= rise ? ServerHealth.Up : ServerHealth.Down,
            _ => result.IsUp ? ServerHealth.Up : ServerHealth.Down,
        };
        return new()
        {
            Health = health,
            Since = health == Health ? Since : now,
            Reason = result.Fault ?? (health == ServerHealth.Up ? "" : Reason),
            Latency = result.Latency,
            LastCheck = now,
            Successes = successes,
            Failures = failures,
            TotalChecks = TotalChecks + 1,
            TotalFailures = TotalFailures + (result.IsUp ? 0 : 1),
        };
    }
}
