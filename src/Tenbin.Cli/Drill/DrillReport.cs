using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tenbin.Cli.Drill;

/// <summary>What a probe has seen.</summary>
/// <param name="LongestGap">Between two answers.</param>
/// <param name="Asked">Probes sent.</param>
/// <param name="Lost">Probes without an answer.</param>
internal readonly record struct ProbeReport(TimeSpan LongestGap, int Asked, int Lost);

/// <summary>One move of the exercise.</summary>
/// <param name="From">Owner before.</param>
/// <param name="To">Owner after; null = it did not move.</param>
/// <param name="TookMilliseconds">From the command to the new owner's word.</param>
/// <param name="OutageMilliseconds">Longest time between two answers meanwhile; about 5 = none was missing.</param>
/// <param name="Problem">Why it did not move; null = it did.</param>
internal sealed record DrillMove(string From, string? To, double TookMilliseconds, double OutageMilliseconds, string? Problem);

/// <summary>A failover exercise.</summary>
/// <param name="Group">The group.</param>
/// <param name="Address">That was asked.</param>
/// <param name="SeenFrom">Node that asked.</param>
/// <param name="Moves">There, and back.</param>
/// <param name="Probes">Sent in all.</param>
/// <param name="Lost">Without an answer.</param>
internal sealed record DrillReport(string Group, string Address, string SeenFrom, ImmutableArray<DrillMove> Moves, int Probes, int Lost)
{
    /// <summary>The group went and came back.</summary>
    public bool IsGood => Moves.Length == 2 && Moves.All(move => move.Problem is null);
}

/// <summary>For <c>--output json</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DrillReport))]
internal sealed partial class DrillJson : JsonSerializerContext;
