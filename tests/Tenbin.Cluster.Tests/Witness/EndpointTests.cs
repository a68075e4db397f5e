using System.Net;
using Tenbin.Cluster.Witness;
using Xunit;
using static Tenbin.Cluster.Tests.Witness.FakeEtcd;
using static Tenbin.Cluster.Tests.Witness.RegisterTest;

namespace Tenbin.Cluster.Tests.Witness;

public sealed class EndpointTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    public static TheoryData<HttpRequestError> NotSent =>
        [HttpRequestError.ConnectionError, HttpRequestError.NameResolutionError, HttpRequestError.SecureConnectionError];

    [Theory]
    [MemberData(nameof(NotSent))]
    public async Task Without_a_connection_a_write_goes_to_the_next_endpoint_and_stays_there(HttpRequestError error)
    {
        var etcd = new FakeEtcd(Fail(error), Answer(Replies.Succeeded));
        using var register = Over(etcd);

        await register.Write(Group, Value, 0, Patient).Written();
        await register.Write(Group, Value, 9, Patient).Written();

        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.2"], etcd.Requests.Select(asked => asked.Url.Host));
        Assert.Equal(Second, register.Health.Endpoint);
    }

    [Theory]
    [MemberData(nameof(NotSent))]
    public async Task With_no_endpoint_to_connect_to_a_write_is_unknown_and_names_each(HttpRequestError error)
    {
        var etcd = new FakeEtcd(Fail(error));
        using var register = Over(etcd);

        string reason = await register.Write(Group, Value, 0, Patient).Unknown();

        Assert.Contains("http://10.0.0.1:2379", reason);
        Assert.Contains("http://10.0.0.2:2379", reason);
        Assert.Equal(2, etcd.Requests.Count);
    }

    public static TheoryData<HttpStatusCode, string, string> BadAnswers => new()
    {
        { HttpStatusCode.ServiceUnavailable, Replies.NoLeader, "503: etcdserver: no leader" },
        { HttpStatusCode.ServiceUnavailable, """{"message":"etcdserver: request timed out","code":14}""", "request timed out" },
        { HttpStatusCode.NotFound, "Not Found\n", "etcd 3.4" },
        { HttpStatusCode.Forbidden, """{"error":"etcdserver: permission denied","code":7}""", "readwrite" },
        { HttpStatusCode.Found, "", "302" },
        { HttpStatusCode.OK, "<html>\u001b[31m", "not etcd's: <html> [31m" },
        { HttpStatusCode.OK, "null", "is this etcd" },
        { HttpStatusCode.OK, "{}", "not etcd's" },
        { HttpStatusCode.OK, $$"""{"header":{{Replies.Header}},"kvs":[{"mod_revision":"x"}],"responses":7}""", "not etcd's" },
        { HttpStatusCode.OK, new string(' ', 70_000) + Replies.Succeeded, "65536" },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task A_bad_answer_leaves_a_write_unknown_and_is_not_asked_for_again(HttpStatusCode status, string body, string expected)
    {
        var etcd = new FakeEtcd(Answer(body, status));
        using var register = Over(etcd);

        Assert.Contains(expected, await register.Write(Group, Value, 0, Patient).Unknown());
        Assert.Single(etcd.Requests);
    }

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task A_bad_answer_sends_a_read_to_the_next_endpoint(HttpStatusCode status, string body, string expected)
    {
        var etcd = new FakeEtcd(Answer(body, status), Answer(Replies.Empty));
        using var register = Over(etcd);

        Assert.Equal(RegisterReading.Absent, await register.Read(Group, Patient));
        Assert.Equal(["10.0.0.1", "10.0.0.2"], etcd.Requests.Select(asked => asked.Url.Host));
        Assert.DoesNotContain(expected, register.Health.LastError ?? "");
    }

    [Fact]
    public async Task A_lost_connection_leaves_a_write_unknown_and_the_next_call_begins_elsewhere()
    {
        var etcd = new FakeEtcd(Fail(HttpRequestError.ResponseEnded), Answer(Replies.Succeeded));
        using var register = Over(etcd);

        await register.Write(Group, Value, 0, Patient).Unknown();
        Assert.Single(etcd.Requests);
        await register.Read(Group, Patient);

        Assert.Equal(["10.0.0.1", "10.0.0.2"], etcd.Requests.Select(asked => asked.Url.Host));
    }

    [Fact]
    public async Task Silence_ends_at_the_deadline_and_the_next_call_begins_elsewhere()
    {
        var etcd = new FakeEtcd(Silence, Silence, Answer(Replies.Empty));
        using var register = Over(etcd);

        Assert.Contains("http://10.0.0.1:2379: no answer within", await register.Write(Group, Value, 0, In(Short)).Unknown());
        var e = await Assert.ThrowsAsync<WitnessException>(() => register.Read(Group, In(Short)));
        Assert.Contains("http://10.0.0.2:2379: no answer within", e.Message);
        await register.Read(Group, Patient);

        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.1"], etcd.Requests.Select(asked => asked.Url.Host));
    }

    [Fact]
    public async Task Invariant6_members_of_two_etcd_clusters_are_no_witness()
    {
        string other = Replies.Succeeded.Replace("15875391935852295136", "17", StringComparison.Ordinal);
        var etcd = new FakeEtcd(
            Answer(Replies.Succeeded), Fail(HttpRequestError.ConnectionError), Answer(other), Answer(Replies.Succeeded));
        using var register = Over(etcd);

        await register.Write(Group, Value, 0, Patient).Written();
        string reason = await register.Write(Group, Value, 9, Patient).Unknown();
        await register.Write(Group, Value, 9, Patient).Written();

        Assert.Contains("http://10.0.0.2:2379 belongs to etcd cluster 11, but http://10.0.0.1:2379 to dc50b8daae93b3e0", reason);
        Assert.Equal("dc50b8daae93b3e0", register.Health.Store);
    }
}
