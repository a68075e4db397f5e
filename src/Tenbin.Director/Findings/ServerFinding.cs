using Tenbin.Model.Planning;

namespace Tenbin.Director.Findings;

/// <summary>What the checks of one real server have found.</summary>
/// <param name="Health">Up, down or unknown.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Since">Since when, wall time, for people.</param>
public sealed record ServerFinding(ServerHealth Health, string Reason, DateTimeOffset Since);
