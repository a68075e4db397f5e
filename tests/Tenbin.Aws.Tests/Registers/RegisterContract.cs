using Tenbin.Aws.Tests.Fakes;
using Tenbin.Cluster.Witness;
using Tenbin.Lab.Cloud.Registers;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Aws.Tests.Registers;

/// <summary>What every register must be, as the tests of etcd ask it of that one.</summary>
public abstract class RegisterContract
{
    protected const string Group = "front", Cluster = "lvs01+lvs02", StoreName = "tenbin-witness";
    protected static readonly RegisterValue Value = new(7, "lvs01", 1234, 42, 380);

    private protected abstract Task<SimulatedStore> Open();

    private protected abstract IWitnessRegister At(SimulatedStore store, AwsSession session, ListLog log);

    private protected abstract void Delete(SimulatedStore store);

    private protected abstract void Spoil(SimulatedStore store);

    protected static CancellationToken Patient => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    [Fact]
    public async Task The_register_is_a_compare_and_set()
    {
        await using var bench = await Pair();

        Assert.Equal(RegisterReading.Absent, await bench.One.Read(Group, Patient));
        Assert.Equal(RegisterReading.Absent, (await Refused(bench.One.Write(Group, Value, 12345, Patient))).Current);

        var first = await Written(bench.One.Write(Group, Value, 0, Patient));
        Assert.Equal(new(Value, first), await bench.Other.Read(Group, Patient));
        Assert.Equal(RegisterReading.Absent, await bench.Other.Read("another", Patient));
        Assert.Equal(new(Value, first), (await Refused(bench.Other.Write(Group, Value with { Holder = "lvs02" }, 0, Patient))).Current);

        var second = await Written(bench.One.Write(Group, Value, first, Patient));
        Assert.True(second > first, "a revision is used once, even for the same value");
        Assert.Equal(new(Value, second), (await Refused(bench.Other.Write(Group, Value with { Epoch = 8 }, first, Patient))).Current);
        Assert.Null(bench.One.Health.FailingFor);
        Assert.NotNull(bench.One.Health.LastLatency);
    }

    [Fact]
    public async Task Invariant6_of_many_challengers_one_wins_each_revision()
    {
        await using var bench = await Pair();
        long revision = 0;
        for (var round = 1; round <= 30; round++)
        {
            RegisterValue[] values = [.. Enumerable.Range(0, 4).Select(i => new RegisterValue((ulong)round, $"node{i}", (ulong)i, (ulong)round, 380))];
            var outcomes = await Task.WhenAll(values.Select((value, i) => (i % 2 == 0 ? bench.One : bench.Other).Write(Group, value, revision, Patient)));

            var winner = Assert.Single(outcomes.OfType<WriteOutcome.Written>());
            var expected = new RegisterReading(values[Array.IndexOf(outcomes, winner)], winner.Revision);
            Assert.All(outcomes.OfType<WriteOutcome.Refused>(), refused => Assert.Equal(expected, refused.Current));
            revision = winner.Revision;
            Assert.Equal(expected, await bench.Other.Read(Group, Patient));
        }
    }

    [Fact]
    public async Task A_register_deleted_by_hand_is_absent_and_its_old_revision_useless()
    {
        await using var bench = await Pair();
        var revision = await Written(bench.One.Write(Group, Value, 0, Patient));
        Delete(bench.Store);

        Assert.Equal(RegisterReading.Absent, (await Refused(bench.One.Write(Group, Value, revision, Patient))).Current);
        var again = await Written(bench.One.Write(Group, Value, 0, Patient));
        Assert.NotEqual(revision, again);
        Assert.Equal(new(Value, again), (await Refused(bench.Other.Write(Group, Value, revision, Patient))).Current);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_unknown_sent_once_and_reading_back_shows_it()
    {
        await using var bench = await Pair();
        var first = await Written(bench.One.Write(Group, Value, 0, Patient));
        bench.Store.Faults = new StoreFaults { LosesAnswers = true };
        var before = bench.Store.Requests;
        var lost = Value with { Counter = 43 };

        await Unknown(bench.One.Write(Group, lost, first, Patient));

        Assert.Equal(1, bench.Store.Requests - before);
        bench.Store.Faults = new StoreFaults();
        var back = await bench.One.Read(Group, Patient);
        Assert.Equal(lost, back.Value);
        Assert.True(back.Revision > first);
        await Written(bench.One.Write(Group, Value with { Counter = 44 }, back.Revision, Patient));
    }

    [Fact]
    public async Task A_silent_store_leaves_a_write_unknown_and_a_read_without_an_answer()
    {
        await using var bench = await Pair();
        var first = await Written(bench.One.Write(Group, Value, 0, Patient));
        bench.Store.Faults = new StoreFaults { IsSilent = true };

        Assert.Contains("has not answered in time", await Unknown(bench.One.Write(Group, Value, first, Soon)));
        await Assert.ThrowsAsync<WitnessException>(() => bench.One.Read(Group, Soon));
        Assert.NotNull(bench.One.Health.FailingFor);

        bench.Store.Faults = new StoreFaults();
        Assert.Equal(new(Value, first), await bench.One.Read(Group, Patient));
        Assert.Null(bench.One.Health.FailingFor);
        Assert.Single(bench.Log.Lines, line => line.Contains("fails, its vote is missing", StringComparison.Ordinal));
        Assert.Single(bench.Log.Lines, line => line.Contains("answers again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("throttled")]
    [InlineData("broken")]
    [InlineData("denied")]
    public async Task Troubles_are_unknown_named_and_not_repeated(string trouble)
    {
        await using var bench = await Pair();
        bench.Store.Faults = new StoreFaults { Throttles = trouble == "throttled", Breaks = trouble == "broken", Denies = trouble == "denied" };

        var reason = await Unknown(bench.One.Write(Group, Value, 0, Patient));

        Assert.Contains(trouble switch { "throttled" => ThrottledCode, "broken" => "InternalError", _ => "attach what 'tenbin aws policy' prints" }, reason);
        Assert.Equal(1, bench.Store.Requests);
        Assert.DoesNotContain("secret-of-the-test", reason);
    }

    [Fact]
    public async Task A_value_that_Tenbin_did_not_write_is_named()
    {
        await using var bench = await Pair();
        Spoil(bench.Store);
        Assert.Contains("did not write", (await Assert.ThrowsAsync<WitnessException>(() => bench.One.Read(Group, Patient))).Message);
    }

    [Fact]
    public async Task Without_credentials_a_write_is_unknown_and_says_why()
    {
        await using var bench = await Pair(environment: []);
        Assert.Contains("credentials: there are none in the environment", await Unknown(bench.One.Write(Group, Value, 0, Patient)));
        Assert.Equal(0, bench.Store.Requests);
    }

    private protected abstract string ThrottledCode { get; }

    private protected static WitnessSettings Settings(SimulatedStore store, WitnessType type) => new([store.Url]) { Type = type, Store = StoreName };

    private protected static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMilliseconds(300)).Token;

    private protected static async Task<long> Written(Task<WriteOutcome> write) => Assert.IsType<WriteOutcome.Written>(await write).Revision;

    private protected static async Task<WriteOutcome.Refused> Refused(Task<WriteOutcome> write) => Assert.IsType<WriteOutcome.Refused>(await write);

    private protected static async Task<string> Unknown(Task<WriteOutcome> write) => Assert.IsType<WriteOutcome.Unknown>(await write).Reason;

    private protected async Task<RegisterBench> Pair(Dictionary<string, string?>? environment = null)
    {
        var cloud = await FakeCloud.Start();
        var (store, log) = (await Open(), new ListLog());
        var session = Bench.SessionOf(cloud, log, environment);
        return new RegisterBench(cloud, store, session, log, At(store, session, log), At(store, session, log));
    }

    /// <summary>Two directors of one cluster.</summary>
    private protected sealed record RegisterBench(
        FakeCloud Cloud, SimulatedStore Store, AwsSession Session, ListLog Log, IWitnessRegister One, IWitnessRegister Other) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            ((IDisposable)One).Dispose();
            ((IDisposable)Other).Dispose();
            Session.Dispose();
            await Store.DisposeAsync();
            await Cloud.DisposeAsync();
        }
    }
}
