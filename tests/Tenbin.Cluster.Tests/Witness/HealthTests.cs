using Tenbin.Cluster.Witness;
using Tenbin.TestKit;
using Xunit;
using static Tenbin.Cluster.Tests.Witness.FakeEtcd;
using static Tenbin.Cluster.Tests.Witness.RegisterTest;

namespace Tenbin.Cluster.Tests.Witness;

public sealed class HealthTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Nothing_is_known_before_the_first_call()
    {
        using var register = Over(new FakeEtcd(Answer(Replies.Empty)));

        Assert.Equal(new WitnessHealth(), register.Health);
    }

    [Fact]
    public async Task Latency_is_shown_as_it_was_last_and_on_average()
    {
        using var register = Over(new FakeEtcd(After(8), After(16)), _time);

        await register.Read(Group, Patient);
        Near(8, register.Health.LastLatency);
        Near(8, register.Health.AverageLatency);

        await register.Read(Group, Patient);
        Near(16, register.Health.LastLatency);
        Near(9, register.Health.AverageLatency);
    }

    [Fact]
    public async Task A_failure_lasts_from_the_first_failed_call_to_the_next_answer_and_is_logged_once_each_way()
    {
        var log = new ListLog();
        var etcd = new FakeEtcd(Fail(HttpRequestError.ResponseEnded), Fail(HttpRequestError.ResponseEnded), Answer(Replies.Succeeded));
        using var register = Over(etcd, _time, log);

        await register.Write(Group, Value, 0, Patient).Unknown();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        string reason = await register.Write(Group, Value, 0, Patient).Unknown();
        _time.Advance(TimeSpan.FromMilliseconds(100));

        Near(400, register.Health.FailingFor);
        Near(100, register.Health.LastErrorAge);
        Assert.Equal(reason, register.Health.LastError);

        await register.Write(Group, Value, 0, Patient).Written();

        Assert.Null(register.Health.FailingFor);
        Assert.Equal(reason, register.Health.LastError);
        Assert.Collection(
            log.Lines,
            line => Assert.StartsWith("Warning: Witness etcd fails, its vote is missing: http://10.0.0.1:2379: no answer", line),
            line => Assert.StartsWith("Information: Witness etcd answers again, at http://10.0.0.1:2379, after 00:00:00.4", line));
    }

    private Func<Asked, CancellationToken, Task<HttpResponseMessage>> After(int milliseconds) => (asked, deadline) =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return Answer(Replies.Empty)(asked, deadline);
    };

    /// <summary>To a tick of the clock.</summary>
    private static void Near(double milliseconds, TimeSpan? actual) => Assert.Equal(milliseconds, actual!.Value.TotalMilliseconds, 0.01);
}
