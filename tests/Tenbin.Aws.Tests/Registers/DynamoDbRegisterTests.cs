using Tenbin.Aws.Registers;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.Cluster.Witness;
using Tenbin.Lab.Cloud.Registers;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Aws.Tests.Registers;

public sealed class DynamoDbRegisterTests : RegisterContract
{
    private const string Key = Cluster + "/" + Group;

    private protected override string ThrottledCode => "ProvisionedThroughputExceededException";

    [Fact]
    public async Task People_read_the_register()
    {
        await using var bench = await Pair();
        var revision = await Written(bench.One.Write(Group, Value, 0, Patient));

        Assert.Equal(
            $$$"""{"group":{"S":"lvs01\u002Blvs02/front"},"revision":{"N":"{{{revision}}}"},"value":{"S":"{\u0022epoch\u0022:7,\u0022holder\u0022:\u0022lvs01\u0022,\u0022tenure\u0022:1234,\u0022counter\u0022:42,\u0022lease_milliseconds\u0022:380}"}}""",
            ((DynamoDbServer)bench.Store)[Key]);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_named_with_how_to_make_it()
    {
        await using var server = await DynamoDbServer.Start("another");
        await using var cloud = await FakeCloud.Start();
        using var session = Bench.SessionOf(cloud);
        using var register = new DynamoDbRegister(session, Settings(server, WitnessType.DynamoDb), Cluster, TimeSpan.FromSeconds(2), new ListLog());

        Assert.Contains("aws dynamodb create-table", await Unknown(register.Write(Group, Value, 0, Patient)));
    }

    private protected override async Task<SimulatedStore> Open() => await DynamoDbServer.Start(StoreName);

    private protected override IWitnessRegister At(SimulatedStore store, AwsSession session, ListLog log) =>
        new DynamoDbRegister(session, Settings(store, WitnessType.DynamoDb), Cluster, TimeSpan.FromSeconds(2), log);

    private protected override void Delete(SimulatedStore store) => ((DynamoDbServer)store).Delete(Key);

    private protected override void Spoil(SimulatedStore store) => ((DynamoDbServer)store).Put(Key, $$$"""{"group":{"S":"{{{Key}}}"},"value":{"S":"hello"}}""");
}
