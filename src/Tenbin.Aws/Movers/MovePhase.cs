using System.Net;

namespace Tenbin.Aws.Movers;

/// <summary>A part of a takeover has ended.</summary>
/// <param name="Address">Of which address.</param>
/// <param name="Phase"><c>assign</c>, <c>elastic-ip</c>, <c>routes</c>, <c>metadata</c>, <c>api</c> or <c>whole</c>: a label of <c>failover_seconds</c>.</param>
/// <param name="Took">From the start of that part.</param>
public sealed record MovePhase(IPAddress Address, string Phase, TimeSpan Took);
