using Tenbin.Lab.Cloud.Api;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Api;

public sealed class ConductTests
{
    private static readonly (string, string)[] Move =
        [("NetworkInterfaceId", Vpc.InterfaceId("lvs02")), ("PrivateIpAddress.1", "172.18.1.199"), ("AllowReassignment", "true")];

    private readonly ApiBench _bench = ApiBench.Article();

    [Theory]
    [InlineData(Mishap.Throttled, 503, "RequestLimitExceeded")]
    [InlineData(Mishap.InternalError, 500, "InternalError")]
    [InlineData(Mishap.Unavailable, 503, "Unavailable")]
    public async Task Mishap_befalls_as_many_requests_as_ordered_and_they_do_nothing(Mishap mishap, int status, string code)
    {
        _bench.Service.Conduct.Set("AssignPrivateIpAddresses", new() { Mishap = mishap, Times = 2 });

        Assert.Equal((status, code), await _bench.Refused("AssignPrivateIpAddresses", Move));
        Assert.Equal((status, code), await _bench.Refused("AssignPrivateIpAddresses", Move));
        Assert.Empty(_bench.Published);
        await _bench.Call("DescribeInstances");
        await _bench.Call("AssignPrivateIpAddresses", Move);

        Assert.Single(_bench.Published);
        Assert.Equal(
            [mishap.ToString(), mishap.ToString(), "OK"],
            _bench.Service.Calls.All.Where(call => call.Action == "AssignPrivateIpAddresses").Select(call => call.Outcome));
    }

    [Fact]
    public async Task Mishap_after_the_effect_loses_the_answer_alone()
    {
        _bench.Service.Conduct.Set("AssignPrivateIpAddresses", new() { Mishap = Mishap.InternalError, AfterEffect = true });

        Assert.Equal((500, "InternalError"), await _bench.Refused("AssignPrivateIpAddresses", Move));

        Assert.Single(_bench.Published);
    }

    [Fact]
    public async Task Latency_is_before_the_effect_and_answer_latency_after_it()
    {
        _bench.Service.Conduct.Usual = new() { Latency = TimeSpan.FromSeconds(2), AnswerLatency = TimeSpan.FromSeconds(3) };
        var answer = _bench.Send(_bench.Key, "AssignPrivateIpAddresses", Move);

        _bench.Time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Empty(_bench.Published);
        _bench.Time.Advance(TimeSpan.FromSeconds(0.2));
        await Eventually.Holds(() => _bench.Published.Count == 1, "the effect");
        Assert.False(answer.IsCompleted);
        _bench.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(200, (await answer)!.Status);
    }

    [Fact]
    public async Task No_answer_lasts_until_the_client_leaves()
    {
        _bench.Service.Conduct.Usual = new() { Mishap = Mishap.NoAnswer };
        using var left = new CancellationTokenSource();
        var answer = _bench.Service.Answer(Signer.Post(ApiBench.Body("DescribeInstances"), _bench.Key, _bench.Time.GetUtcNow()), left.Token);
        _bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(answer.IsCompleted);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task Reset_has_no_answer_at_all_and_clearing_ends_it()
    {
        _bench.Service.Conduct.Usual = new() { Mishap = Mishap.Reset };
        Assert.Null(await _bench.Send(_bench.Key, "DescribeInstances"));

        _bench.Service.Conduct.Clear();

        await _bench.Call("DescribeInstances");
    }
}
