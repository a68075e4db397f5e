using Tenbin.Model;

namespace Tenbin.Cluster.Sharing;

/// <summary>What an operator sets: one thing of one real server. A drain on one node and a weight on another do not displace each other.</summary>
/// <param name="Server">The real server in its service.</param>
/// <param name="Kind">Which thing.</param>
public readonly record struct SettingKey(ServerKey Server, SettingKind Kind);

/// <summary>What can be set. The numbers are those of the payloads.</summary>
public enum SettingKind : byte
{
    /// <summary>1 = drained.</summary>
    Drain = 1,

    /// <summary>The weight.</summary>
    Weight = 2,
}
