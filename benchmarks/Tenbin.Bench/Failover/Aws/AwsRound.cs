namespace Tenbin.Bench.Failover.Aws;

/// <summary>One crash of the owner in the simulated VPC. Seconds.</summary>
/// <param name="Phases">What the new owner says of its takeover (<c>failover_seconds</c>), by phase.</param>
/// <param name="Outages">By kind of traffic: from the last good answer before the longest gap to the first one after it.</param>
/// <param name="AfterMove">By kind of traffic: of that, what came after the VPC's book had all addresses at the new owner. Not below 0.</param>
internal sealed record AwsRound(
    IReadOnlyDictionary<string, double> Phases, IReadOnlyDictionary<string, double> Outages, IReadOnlyDictionary<string, double> AfterMove);
