namespace Tenbin.Bench.Failover;

/// <summary>What a client saw of one fault.</summary>
/// <param name="Outage">From the last good answer before the longest gap to the first one after it.</param>
/// <param name="ProbesLost">Probes that were never answered.</param>
/// <param name="SessionsBroken">Established sessions that broke.</param>
/// <param name="Sessions">Of so many.</param>
/// <param name="Calm">The longest gap just before the fault: what the measuring machine itself does.</param>
internal sealed record FailoverRound(TimeSpan Outage, long ProbesLost, int SessionsBroken, int Sessions, TimeSpan Calm);
