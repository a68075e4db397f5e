using System.Collections.Immutable;

namespace Tenbin.Forwarding;

/// <summary>What one reconciliation changed; empty when the kernel already held the desired state.</summary>
/// <param name="Changes">What was not as desired; one sentence each, for the log.</param>
/// <param name="Warnings">What cannot be put right from here and would hurt traffic, e.g. a real server without a route.</param>
public sealed record ReconcileReport(ImmutableArray<string> Changes, ImmutableArray<string> Warnings)
{
    /// <summary>What the network around did and the plane followed: a MAC, a route, an interface. Nobody disturbed anything.</summary>
    public ImmutableArray<string> Followed { get; init; } = [];
}
