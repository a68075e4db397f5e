using Tenbin.Cluster.Core;
using Tenbin.Director.Api;
using Tenbin.Director.Clustering;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>A node of two that owns <c>back</c> and not <c>front</c>; it answers commands as the test says and keeps them.</summary>
internal sealed class FakeNode : IClusterNode
{
    public static ClusterView TwoGroups { get; } = new(
        false,
        [Group(Phase.Idle) with { Since = 2_000_000_000, Why = "the node has just started" }, Group(Phase.Holding) with { Epoch = 7, Deadline = 10_300_000_000, Votes = [true, false, true] }],
        [new PeerView(1, true, 9_900_000_000, 1, [new GroupClaim(3, true, 255, false, false, 0, false, 0), default])]);

    public List<(CommandKind Kind, int Group)> Asked { get; } = [];

    public Func<CommandKind, int, Task<CommandDone>> Answer { get; set; } = (kind, _) => Task.FromResult(new CommandDone(0, true, $"did {kind}"));

    public IReadOnlyList<string> Groups { get; } = ["back", "front"];

    public ClusterView View { get; set; } = TwoGroups with { Groups = [TwoGroups.Groups[1], TwoGroups.Groups[0]] };

    public ClusterStatus Status() => throw new NotSupportedException();

    public Task<CommandDone> AskAsync(CommandKind kind, int group = -1)
    {
        Asked.Add((kind, group));
        return Answer(kind, group);
    }

    public static GroupView Group(Phase phase) => new(phase, 0, 0, [false, false, false], true, 0, "why not", 255, "", default);
}
