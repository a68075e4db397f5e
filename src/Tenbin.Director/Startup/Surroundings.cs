using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Tenbin.Director.Findings;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Startup;

/// <summary>All that a daemon touches outside itself.</summary>
internal sealed record Surroundings
{
    /// <summary>The machine it starts on.</summary>
    public required IMachine Machine { get; init; }

    /// <summary>Opens the data plane, adopting what an earlier daemon left.</summary>
    public required Func<DataPlaneSettings, DirectorPaths, IDataPlane> OpenDataPlane { get; init; }

    /// <summary>
    /// Takes the addresses that are gated there from this machine's interfaces, but for those to be kept: without a gate the
    /// kernel would answer for them, established connections with RST. A sentence for each one taken.
    /// </summary>
    public required Func<DirectorPaths, IReadOnlySet<IPAddress>, ImmutableArray<string>> ReleaseGated { get; init; }

    /// <summary>Removes the routes and rules of groups that a daemon left in the kernel, but for those of the groups to be kept. A sentence for each.</summary>
    public required Func<IReadOnlyCollection<GroupSettings>, ImmutableArray<string>> ReleaseRouting { get; init; }

    /// <summary>Removes all that a data plane left there; a sentence for each thing removed.</summary>
    public required Func<DirectorPaths, ImmutableArray<string>> ClearDataPlane { get; init; }

    /// <summary>Makes the checks; each change of a finding goes to the sink.</summary>
    public required Func<Action<ServerKey, ServerFinding>, TimeProvider, ILoggerFactory, IHealthChecks> MakeChecks { get; init; }

    /// <summary>Watches links, addresses, routes and neighbours; calls back at each change, from any thread.</summary>
    public required Func<Action, IDisposable> WatchNetwork { get; init; }

    /// <summary>All time.</summary>
    public required TimeProvider Time { get; init; }
}
