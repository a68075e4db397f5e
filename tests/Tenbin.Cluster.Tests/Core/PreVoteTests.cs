using Tenbin.Cluster.Core;
using Xunit;
using Record = Tenbin.Cluster.Core.Record;

namespace Tenbin.Cluster.Tests.Core;

/// <summary>How old a look at the register may be that decides a pre-vote.</summary>
public sealed class PreVoteTests
{
    private const long Millisecond = 1_000_000, Every = 20 * Millisecond, Lease = 95 * Millisecond, DeadAfter = 100 * Millisecond;

    /// <summary>The core is willing to stand from here on: nobody stands before it has had time to hear the others.</summary>
    private const long Patient = 2 * DeadAfter;

    private static readonly Holder s_self = new(0, 11), s_peer = new(1, 22);

    /// <summary>Two that boot at once: the other may have taken the register since the look.</summary>
    [Fact]
    public void Invariant7_A_look_from_before_the_pre_vote_raises_no_epoch_where_no_lease_has_just_ended()
    {
        var core = Make(default);
        Look(core, Patient - (Every / 2));

        Assert.DoesNotContain(Until(core, Patient + Every), output => output is Record);
    }

    /// <summary>An owner that only this node does not hear writes once in a beat, and the look would have shown it.</summary>
    [Fact]
    public void Invariant7_A_look_from_just_before_the_end_of_the_owners_lease_is_enough()
    {
        var core = Make(new Grant(5, s_peer, Patient + Every));
        Look(core, Patient + (Every / 2));

        Assert.Contains(Until(core, Patient + Every), output => output is Record { Grant.Holder: var holder } && holder == s_self);
    }

    private static ClusterCore Make(Grant recorded)
    {
        var settings = new CoreSettings
        {
            Self = s_self, Nodes = 2, HasRegister = true, Every = Every, DeadAfter = DeadAfter, Lease = Lease, RestartGrace = Lease, VoterSet = 1,
            Groups = [new GroupRule(0, null)],
        };
        var core = new ClusterCore(0, settings, [recorded], [0], out _);
        core.Step(0, new Stopped(0));
        core.Step(0, new FitnessChanged(0, 200, ""));
        return core;
    }

    /// <summary>The register is looked at, and holds what this node may overwrite at once.</summary>
    private static void Look(ClusterCore core, long at)
    {
        Assert.Contains(core.Step(at, new Tick()), output => output is ReadRegister);
        core.Step(at, new RegisterRead(0, new RegisterContent(5, s_self, 1, Lease, 7)));
    }

    /// <summary>Goes on to then, without another answer.</summary>
    private static List<ClusterOutput> Until(ClusterCore core, long then)
    {
        List<ClusterOutput> outputs = [];
        for (var at = Patient; at <= then; at += Millisecond)
        {
            outputs.AddRange(core.Step(at, new Tick()));
        }

        return outputs;
    }
}
