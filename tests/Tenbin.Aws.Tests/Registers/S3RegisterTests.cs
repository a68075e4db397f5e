using Tenbin.Aws.Registers;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.Cluster.Witness;
using Tenbin.Lab.Cloud.Registers;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Aws.Tests.Registers;

public sealed class S3RegisterTests : RegisterContract
{
    private const string Key = "tenbin/" + Cluster + "/" + Group;

    private protected override string ThrottledCode => "SlowDown";

    [Fact]
    public async Task People_read_the_register()
    {
        await using var bench = await Pair();
        var revision = await Written(bench.One.Write(Group, Value, 0, Patient));

        Assert.Equal(
            $$$"""{"revision":{{{revision}}},"value":{"epoch":7,"holder":"lvs01","tenure":1234,"counter":42,"lease_milliseconds":380}}""", ((S3Server)bench.Store)[Key]);
    }

    [Fact]
    public async Task A_write_without_a_tag_at_hand_reads_first()
    {
        await using var bench = await Pair();
        var first = await Written(bench.One.Write(Group, Value, 0, Patient));

        // As after a restart of the daemon that wrote last.
        var second = await Written(bench.Other.Write(Group, Value, first, Patient));
        Assert.Equal(first + 1, second);
        Assert.Equal(new(Value, second), (await Refused(bench.One.Write(Group, Value, first, Patient))).Current);
    }

    [Fact]
    public async Task A_write_that_meets_another_one_under_way_is_unknown()
    {
        await using var bench = await Pair();
        var first = await Written(bench.One.Write(Group, Value, 0, Patient));
        ((S3Server)bench.Store).Conflict(1);

        Assert.Contains("under way at the same moment", await Unknown(bench.One.Write(Group, Value, first, Patient)));
        Assert.Equal(first + 1, await Written(bench.One.Write(Group, Value, first, Patient)));
    }

    private protected override async Task<SimulatedStore> Open() => await S3Server.Start(StoreName);

    private protected override IWitnessRegister At(SimulatedStore store, AwsSession session, ListLog log) =>
        new S3Register(session, Settings(store, WitnessType.S3), Cluster, TimeSpan.FromSeconds(2), log);

    private protected override void Delete(SimulatedStore store) => ((S3Server)store).Delete(Key);

    private protected override void Spoil(SimulatedStore store) => ((S3Server)store).Put(Key, "hello");
}
