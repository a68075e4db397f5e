using Tenbin.Cluster.Core;
using Tenbin.Director.Api;

namespace Tenbin.Director.Clustering;

/// <summary>This director as a node, as seen by whoever reports on it and commands it.</summary>
internal interface IClusterNode
{
    /// <summary>Names of the groups, by index.</summary>
    IReadOnlyList<string> Groups { get; }

    /// <summary>What the core knows.</summary>
    ClusterView View { get; }

    /// <summary>The report for operators.</summary>
    ClusterStatus Status();

    /// <summary>An operator's command; answered in the end, whatever happens.</summary>
    Task<CommandDone> AskAsync(CommandKind kind, int group = -1);
}
