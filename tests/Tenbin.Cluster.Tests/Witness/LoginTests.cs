using System.Net;
using Tenbin.Cluster.Witness;
using Tenbin.TestKit;
using Xunit;
using static Tenbin.Cluster.Tests.Witness.FakeEtcd;
using static Tenbin.Cluster.Tests.Witness.RegisterTest;

namespace Tenbin.Cluster.Tests.Witness;

public sealed class LoginTests
{
    private const string Password = "correct horse";
    private const string WrongPassword =
        """{"error":"etcdserver: authentication failed, invalid user ID or password","code":3}""";

    [Fact]
    public async Task The_first_call_logs_in_and_all_use_its_token()
    {
        var etcd = new FakeEtcd(Token("t1"), Answer(Replies.Succeeded));
        using var register = Over(etcd, user: "tenbin", password: Password);

        await register.Write(Group, Value, 0, Patient).Written();
        await register.Write(Group, Value, 9, Patient).Written();

        Assert.Equal(
            [("/v3/auth/authenticate", null), ("/v3/kv/txn", "t1"), ("/v3/kv/txn", "t1")],
            etcd.Requests.Select(asked => (asked.Url.AbsolutePath, asked.Token)));
        Assert.Equal("""{"name":"tenbin","password":"correct horse"}""", etcd.Requests[0].Body);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "etcdserver: invalid auth token")]
    [InlineData(HttpStatusCode.BadRequest, "etcdserver: revision of auth store is old")]
    [InlineData(HttpStatusCode.BadRequest, "etcdserver: user name is empty")]
    public async Task A_token_that_etcd_forgot_is_renewed_within_the_call(HttpStatusCode status, string message)
    {
        var etcd = new FakeEtcd(
            Token("t1"), Answer($$"""{"message":"{{message}}"}""", status), Token("t2"), Answer(Replies.Succeeded));
        using var register = Over(etcd, user: "tenbin", password: Password);

        await register.Write(Group, Value, 0, Patient).Written();

        Assert.Equal([null, "t1", null, "t2"], etcd.Requests.Select(asked => asked.Token));
    }

    [Fact]
    public async Task A_token_that_is_refused_twice_is_not_tried_for_ever()
    {
        var etcd = new FakeEtcd(
            Token("t1"), Answer(Replies.InvalidToken, HttpStatusCode.Unauthorized),
            Token("t2"), Answer(Replies.InvalidToken, HttpStatusCode.Unauthorized));
        using var register = Over(etcd, user: "tenbin", password: Password);

        Assert.Contains("invalid auth token", await register.Write(Group, Value, 0, Patient).Unknown());
        Assert.Equal(4, etcd.Requests.Count);
    }

    [Fact]
    public async Task A_failed_login_is_not_repeated_at_once()
    {
        var time = new ManualTime();
        var etcd = new FakeEtcd(Answer(WrongPassword, HttpStatusCode.BadRequest));
        using var register = Over(etcd, time, user: "tenbin", password: Password);

        string reason = await register.Write(Group, Value, 0, Patient).Unknown();
        Assert.Contains("login of tenbin: http://10.0.0.1:2379 answers 400: etcdserver: authentication failed", reason);
        Assert.Equal(2, etcd.Requests.Count);

        Assert.Equal(reason, await register.Write(Group, Value, 0, Patient).Unknown());
        Assert.Equal(2, etcd.Requests.Count);

        time.Advance(TimeSpan.FromSeconds(2));
        await register.Write(Group, Value, 0, Patient).Unknown();
        Assert.Equal(4, etcd.Requests.Count);
    }

    [Fact]
    public async Task A_slow_login_outlasts_the_call_that_began_it()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var etcd = new FakeEtcd((_, _) => answer.Task, Answer(Replies.Succeeded));
        using var register = WithOneEndpoint(etcd);

        await register.Write(Group, Value, 0, In(TimeSpan.FromMilliseconds(50))).Unknown();
        answer.SetResult(await Token("t1")(etcd.Requests[0], Patient));
        await register.Write(Group, Value, 0, Patient).Written();

        Assert.Equal([null, "t1"], etcd.Requests.Select(asked => asked.Token));
    }

    [Fact]
    public async Task Invariant9_neither_password_nor_token_is_told()
    {
        var log = new ListLog();
        var etcd = new FakeEtcd(
            Token("s3cr3t-token"),
            Answer(Replies.InvalidToken, HttpStatusCode.Unauthorized),
            Answer(WrongPassword, HttpStatusCode.BadRequest));
        using var register = Over(etcd, log: log, user: "tenbin", password: Password);

        var e = await Assert.ThrowsAsync<WitnessException>(() => register.Read(Group, Patient));
        string told = string.Join('\n', [e.ToString(), register.Health.ToString(), .. log.Lines]);

        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(Password, told);
        Assert.DoesNotContain("s3cr3t-token", told);
    }

    private static EtcdRegister WithOneEndpoint(FakeEtcd etcd) => new(
        new([First]) { User = "tenbin", Password = Password }, "site-a", etcd, TimeProvider.System, new ListLog());

    private static Func<Asked, CancellationToken, Task<HttpResponseMessage>> Token(string token) =>
        Answer($$"""{"header":{{Replies.Header}},"token":"{{token}}"}""");
}
