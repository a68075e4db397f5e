using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Tests.Messages;

/// <summary>Messages with every field at random, within what a cluster of that size says.</summary>
internal sealed class RandomMessages(Random random, int groups, int nodes)
{
    private const long Hour = 3_600_000_000_000;

    public ClusterMessage Next() => random.Next(6) switch
    {
        0 => Beat(random.Next(groups + 1)),
        1 => Request(),
        2 => Reply(),
        3 => new Released(Group(), Number(), Holder()),
        4 => new Handover(Group(), Number(), Holder()),
        _ => new Wish(Group()),
    };

    public Beat Beat(int claims) => new(Number(), Coin(), (uint)random.Next(), Number(), [.. Enumerable.Range(0, claims).Select(_ => Claim())]);

    public VoteRequest Request() => new(Group(), Number(), Holder(), random.NextInt64(), random.NextInt64(1, Hour), Number())
    {
        IsPreVote = Coin(),
        Handed = Coin() ? new Handed(Holder(), Number()) : null,
    };

    /// <summary>As a voter gives it.</summary>
    private VoteReply Reply()
    {
        var settings = new CoreSettings
        {
            Self = new Holder(0, 1), Nodes = nodes, Every = 1, DeadAfter = 4, Lease = 3, RestartGrace = 5, VoterSet = 7,
            Groups = [.. Enumerable.Repeat(default(GroupRule), groups)],
        };
        var core = new ClusterCore(1_000, settings, [.. Enumerable.Range(0, groups).Select(_ => new Grant(Number(), Holder(), 0))], new long[groups], out _);
        var request = Request() with { VoterSet = Coin() ? settings.VoterSet : 0, Epoch = Coin() ? ulong.MaxValue : 1 };
        return core.Step(1_000, new Received(1, request)).OfType<Send>().Select(send => send.Message).OfType<VoteReply>().Single();
    }

    private GroupClaim Claim() => new(Number(), Coin(), (byte)random.Next(256), Coin(), Coin(), (uint)random.Next(), Coin(), Number());

    private Holder Holder() => new((byte)random.Next(nodes), Number());

    private int Group() => random.Next(groups);

    private ulong Number() => (ulong)random.NextInt64(long.MinValue, long.MaxValue);

    private bool Coin() => random.Next(2) == 0;
}
