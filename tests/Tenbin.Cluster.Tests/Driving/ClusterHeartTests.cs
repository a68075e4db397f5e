using System.Collections.Concurrent;
using System.Collections.Immutable;
using Tenbin.Cluster.Core;
using Tenbin.Cluster.Recording;
using Tenbin.Cluster.Tests.Transport;
using Tenbin.Cluster.Transport;
using Tenbin.Linux;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Cluster.Tests.Driving;

/// <summary>Three hearts that speak over loopback.</summary>
public sealed class ClusterHeartTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tenbin-");
    private readonly KeyFile _keys = KeyFile.Generate(DateTimeOffset.UnixEpoch);
    private readonly ImmutableArray<ClusterMember> _members =
        [.. Enumerable.Range(0, 3).Select(id => new ClusterMember((byte)id, $"lvs0{id + 1}", [Wire.FreeEndPoint()]))];

    private readonly ConcurrentDictionary<byte, HeartNode> _nodes = [];
    private readonly ConcurrentDictionary<byte, long> _gates = [];
    private readonly ConcurrentQueue<string> _violations = [];

    // Left by daemons before these, so that no vote need abstain.
    public ClusterHeartTests() => Array.ForEach([0, 1, 2], id => GrantFile.Open(Record(id), Guid.Empty, ["front"]).Dispose());

    public void Dispose()
    {
        foreach (var node in _nodes.Values)
        {
            node.Dispose();
        }

        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Invariant7_One_node_acquires_and_another_takes_over_when_it_dies()
    {
        Start(0, 1, 2);
        await Eventually.Holds(() => Owner is not null, "a first owner");
        var first = Owner!;
        await Eventually.Holds(() => first.Did.Contains("start 1"), "the group to be started");

        Kill(first);
        await Eventually.Holds(() => Owner is { } next && next != first, "another owner");

        Assert.Contains(Owner!.Did, did => did.StartsWith("start", StringComparison.Ordinal));
        Assert.Contains(Owner.Log, line => line.StartsWith("group 'front': owns the group in epoch ", StringComparison.Ordinal));
        Assert.Empty(_violations);
    }

    [Fact]
    public async Task Notices_and_answers_call_nodes_by_their_names()
    {
        Start(0, 1, 2);
        await Eventually.Holds(() => _nodes[0].Log.Contains("cluster: lvs02 is there"), "a notice about lvs02");
        await Eventually.Holds(() => Owner is not null, "an owner");
        var (owner, target) = (Owner!, _nodes[(byte)((Owner!.Id + 1) % 3)]);

        await TakeOver(target);

        Assert.Contains(owner.Log, line => line == $"group 'front': handed to lvs0{target.Id + 1}: an operator asked for it there");
        Assert.Equal($"lvs0{owner.Id + 1} handed it over", target.Heart.View.Groups[0].Why);
    }

    [Fact]
    public async Task Invariant6_No_two_gates_are_open_while_the_group_is_sent_around()
    {
        Start(0, 1, 2);
        for (var round = 0; round < 6; round++)
        {
            await Eventually.Holds(() => Owner is not null, "an owner");
            var target = _nodes[(byte)((Owner!.Id + 1) % 3)];
            await TakeOver(target);
            await Eventually.Holds(() => target.Owns, "the group where the operator wants it");
        }

        Assert.Empty(_violations);
    }

    [Fact]
    public async Task Invariant4_A_daemon_that_is_back_in_time_still_owns_its_group()
    {
        Start(0, 1, 2);
        await Eventually.Holds(() => Owner is not null, "an owner");
        var owner = Owner!;
        var left = await owner.Heart.AskAsync(CommandKind.LeaveForRestart).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True(left.IsDone, left.Text);
        var epoch = owner.Heart.View.Groups[0].Epoch;

        Kill(owner);
        Start(owner.Id);

        var back = _nodes[owner.Id];
        Assert.True(back.Owns);
        Assert.Equal(epoch, back.Heart.View.Groups[0].Epoch);
        await Eventually.Holds(() => back.Heart.View.Groups[0].Votes.Count(held => held) >= 2 && back.Did.Contains($"start {epoch}"), "votes for the new daemon");
        Assert.Single(_nodes.Values, node => node.Owns);
        Assert.Empty(_violations);
    }

    [Fact]
    public async Task What_is_asked_of_a_heart_that_ends_is_refused()
    {
        Start(0);
        var node = _nodes[0];
        // Alone it gets no majority, so this waits.
        var open = node.Heart.AskAsync(CommandKind.Takeover, 0);
        Kill(node);

        Assert.False((await open).IsDone);
        var late = await node.Heart.AskAsync(CommandKind.MaintenanceOn);
        Assert.Equal((false, "the daemon is stopping"), (late.IsDone, late.Text));
        node.Heart.Post(new Tick());
    }

    [Fact]
    public void Invariant8_What_cannot_be_read_is_told_once_in_ten_seconds()
    {
        Start(0);
        for (var i = 0; i < 100; i++)
        {
            _nodes[0].Heart.Deliver(1, [0xff, 1, 2]);
        }

        Assert.Single(_nodes[0].Log, line => line.StartsWith("Node lvs02 sent what this version cannot read", StringComparison.Ordinal));
    }

    private string Record(int id) => Path.Combine(_directory.FullName, $"grants{id}");

    private HeartNode? Owner => _nodes.Values.FirstOrDefault(node => node.Owns);

    private static async Task TakeOver(HeartNode node)
    {
        // Refused while the owner has not heard that this node is ready.
        while (!(await node.Heart.AskAsync(CommandKind.Takeover, 0)).IsDone)
        {
            await Task.Yield();
        }
    }

    private void Start(params byte[] ids)
    {
        foreach (var id in ids)
        {
            _nodes[id] = new HeartNode(id, _members, _keys, Record(id), _gates.GetValueOrDefault(id), Watch);
        }
    }

    private void Kill(HeartNode node)
    {
        node.Dispose();
        _nodes.TryRemove(node.Id, out _);
    }

    /// <summary>All nodes have one clock here, so that an open gate beside another is seen at once.</summary>
    private void Watch(HeartNode node, long deadline)
    {
        var now = Clock.BootTime;
        _gates[node.Id] = deadline;
        foreach (var (other, until) in _gates.Where(gate => gate.Key != node.Id && deadline > now && gate.Value > now))
        {
            _violations.Enqueue($"node {node.Id} opens for {deadline - now} ns while {other} is open for {until - now} ns");
        }
    }
}
