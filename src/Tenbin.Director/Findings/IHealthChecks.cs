using System.Collections.Immutable;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Findings;

/// <summary>The running checks, as the director sees them. Each change of a finding is reported to the sink given at their making.</summary>
public interface IHealthChecks : IAsyncDisposable
{
    /// <summary>
    /// Checks exactly the servers of <paramref name="config"/> from now on. A server that stays keeps its standing;
    /// a new one starts from <paramref name="known"/>, else unknown.
    /// </summary>
    void Apply(TenbinConfig config, ImmutableDictionary<ServerKey, ServerFinding> known);
}
