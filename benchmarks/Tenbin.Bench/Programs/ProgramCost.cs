using Tenbin.Bench.Results;

namespace Tenbin.Bench.Programs;

/// <summary>What one program adds to one kind of packet.</summary>
/// <param name="Hook">Which program.</param>
/// <param name="Case">The packet, e.g. <c>nat, IPv4, to the server</c>.</param>
/// <param name="Hot">Nanoseconds over an empty program, few sessions, everything in the caches.</param>
/// <param name="Cold">The same for a random one of a million sessions.</param>
internal sealed record ProgramCost(HookKind Hook, string Case, Spread Hot, Spread Cold);
