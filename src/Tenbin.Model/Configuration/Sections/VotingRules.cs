using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Which voters and policies go together (docs/configuration.md, <c>witness</c>).</summary>
internal static class VotingRules
{
    /// <summary>Reports a cluster that could never serve after a loss, and settings that mean nothing for its size.</summary>
    /// <param name="section">The cluster's keys.</param>
    /// <param name="nodes">How many there are.</param>
    /// <param name="policy">What applies to a node without a majority; null when the file has it wrong.</param>
    public static void Check(Section section, int nodes, WithoutMajority? policy)
    {
        var witness = section.Find("witness");
        var written = section.Find("without-majority");
        switch (nodes)
        {
            case > 2:
                witness?.FailKey("has no effect: three nodes or more are a majority by themselves, a witness votes for a pair; remove it");
                if (policy == WithoutMajority.Serve)
                {
                    written?.Fail("is for a pair only: three nodes or more can lose one and still have a majority, and a part that has none must stop; remove it");
                }

                break;
            case 2 when witness is null && policy == WithoutMajority.Stop:
                FailPair(written, section);
                break;
        }
    }

    /// <summary>Reports a heartbeat that is too fast for what keeps the register: each renewal of the lease is a write there.</summary>
    public static void CheckPace(Section section, WitnessSettings? witness, HeartbeatTiming timing)
    {
        var (least, name) = witness?.Type switch
        {
            WitnessType.DynamoDb => (TimeSpan.FromMilliseconds(400), "dynamodb answers within tens of milliseconds"),
            WitnessType.S3 => (TimeSpan.FromSeconds(2), "s3 answers within hundreds of milliseconds"),
            _ => (TimeSpan.Zero, ""),
        };
        if (timing.DeadAfter < least)
        {
            section.Fail($"'heartbeat' is too fast for this witness: {name}, so that 'dead-after' must be at least {least.TotalMilliseconds:0}ms; lengthen it with 'every', or take etcd");
        }
    }

    private static void FailPair(Value? written, Section section)
    {
        const string Why =
            "lets neither of two nodes serve after the loss of the other: one vote of two is no majority. "
            + "Add a third vote, e.g. witness: { type: etcd, endpoints: ['http://172.18.1.10:2379'] }; or a third node in 'nodes'; "
            + "or set without-majority: serve, with which both serve while the links between them are cut";
        if (written is null)
        {
            section.Fail($"'without-majority' (stop, the default) {Why}");
        }
        else
        {
            written.Fail(Why);
        }
    }
}
