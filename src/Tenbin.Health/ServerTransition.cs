using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Health;

/// <summary>A real server's health has changed.</summary>
/// <param name="Key">Service and server.</param>
/// <param name="From">Health before.</param>
/// <param name="FromSince">Since when that held; wall time, for people.</param>
/// <param name="To">Health now.</param>
/// <param name="At">When it changed; wall time, for people.</param>
/// <param name="Reason">Why, as a clause for people.</param>
public sealed record ServerTransition(
    ServerKey Key, ServerHealth From, DateTimeOffset FromSince, ServerHealth To, DateTimeOffset At, string Reason);
