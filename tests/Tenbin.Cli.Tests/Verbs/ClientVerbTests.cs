using System.Text.Json;
using Tenbin.Cli.Tests.Fakes;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Tests.Verbs;

public sealed class ClientVerbTests : IAsyncLifetime
{
    private readonly FakeDaemon _daemon = new();
    private readonly FakeTerminal _terminal = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task Status_shows_the_report_and_json_shows_it_whole()
    {
        _daemon.Says(Reports.Everything, TenbinJson.Default.StatusReport);

        Assert.Equal(ExitStatus.Good, await RunAsync("status"));
        Assert.StartsWith("tenbin 0.1.0", _terminal.Out, StringComparison.Ordinal);
        var json = new FakeTerminal();
        await json.RunAsync("status", "--output", "json", "--run-directory", _daemon.RunDirectory);
        using var document = JsonDocument.Parse(json.Out);
        Assert.Equal("down", document.RootElement.GetProperty("services")[0].GetProperty("servers")[1].GetProperty("state").GetString());
        Assert.StartsWith("GET /v1/status ", _daemon.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_becomes_of_a_command_on_other_nodes_is_shown_and_may_be_left_out()
    {
        _daemon.Says(new CommandAnswer(["web/172.18.1.33:80 is draining"], []) { Notes = ["lvs02 follows"] }, TenbinJson.Default.CommandAnswer);
        Assert.Equal(ExitStatus.Good, await RunAsync("drain", "172.18.1.33"));
        Assert.Equal("web/172.18.1.33:80 is draining\nlvs02 follows\n", _terminal.Out);

        _daemon.Answer = [.. "HTTP/1.1 200 -\r\n\r\n{ \"changes\": [], \"warnings\": [] }"u8];
        Assert.Equal(ExitStatus.Good, await RunAsync("undrain", "172.18.1.33"));
        Assert.EndsWith("\nnothing has changed: it is so already\n", _terminal.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drain", "/v1/servers/drain", null)]
    [InlineData("undrain", "/v1/servers/undrain", null)]
    [InlineData("weight", "/v1/servers/weight", "7")]
    public async Task Server_verbs_post_a_command_and_show_what_came_of_it(string verb, string path, string? weight)
    {
        _daemon.Says(new CommandAnswer(["web/172.18.1.33:80 is draining"], ["web: look here"]), TenbinJson.Default.CommandAnswer);
        string[] args = [verb, "172.18.1.33", .. weight is null ? Array.Empty<string>() : [weight], "--service", "web"];

        Assert.Equal(ExitStatus.Good, await RunAsync(args));

        Assert.Equal("web/172.18.1.33:80 is draining\n", _terminal.Out);
        Assert.Equal("warning: web: look here\n", _terminal.Error);
        Assert.StartsWith($"POST {path} ", _daemon.Requests[0], StringComparison.Ordinal);
        Assert.Contains("\"server\":\"172.18.1.33\",\"service\":\"web\"", _daemon.Requests[0], StringComparison.Ordinal);
        Assert.Contains($"\"weight\":{weight ?? "null"}", _daemon.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_reload_prints_every_error_and_exits_2()
    {
        _daemon.Says(
            new Problem(422, "reload refused: the old one goes on", ["a.yaml:1:2: first", "a.yaml:3:4: second"]),
            TenbinJson.Default.Problem, status: 422);

        Assert.Equal(ExitStatus.BadUsage, await RunAsync("reload"));

        Assert.Equal("a.yaml:1:2: first\na.yaml:3:4: second\nreload refused: the old one goes on\n", _terminal.Error);
    }

    [Fact]
    public async Task Sessions_pass_their_filters_on()
    {
        _daemon.Says(
            new SessionList([new SessionEntry("203.0.113.7:40000", "172.18.1.199:80/tcp", "172.18.1.33:80", "nat", "established", 62, 1, 899)], true),
            TenbinJson.Default.SessionList);

        await RunAsync("sessions", "--client", "2001:db8::7", "--state", "established", "--limit", "1");

        Assert.StartsWith("GET /v1/sessions?client=2001%3Adb8%3A%3A7&state=established&limit=1 ", _daemon.Requests[0], StringComparison.Ordinal);
        Assert.Equal(
            """
            client             service              server          forward  state          age  idle   expires in
            203.0.113.7:40000  172.18.1.199:80/tcp  172.18.1.33:80  nat      established  1 min 2 s   1 s  14 min 59 s
            … and more; --limit shows more, a filter fewer

            """.ReplaceLineEndings("\n").Split('\n').Length,
            _terminal.Out.Split('\n').Length);
        Assert.Contains("… and more", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_shows_the_server_the_reason_and_each_step()
    {
        _daemon.Says(
            new ExplainAnswer("203.0.113.7", "172.18.1.199:80/tcp", "172.18.1.33:80", "an established session", ["service found", "session found"]),
            TenbinJson.Default.ExplainAnswer);

        await RunAsync("explain", "203.0.113.7", "172.18.1.199:80");

        Assert.Equal(
            "203.0.113.7 → 172.18.1.199:80/tcp → 172.18.1.33:80\nan established session\n  1. service found\n  2. session found\n",
            _terminal.Out);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_a_failure_in_one_sentence()
    {
        _daemon.Answer = "HTTP/1.1 200 OK\r\n\r\n{\"daemon\":"u8.ToArray();
        Assert.Equal(ExitStatus.Failed, await RunAsync("status"));
        _daemon.Answer = [];
        Assert.Equal(ExitStatus.Failed, await RunAsync("status"));

        Assert.Equal(2, _terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("\n   at ", _terminal.Error, StringComparison.Ordinal);
    }

    private async Task<ExitStatus> RunAsync(params string[] args) =>
        (ExitStatus)await _terminal.RunAsync([.. args, "--run-directory", _daemon.RunDirectory]);
}
