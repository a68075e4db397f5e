using Tenbin.Cli.Tests.Fakes;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Tests.Verbs;

public sealed class GroupVerbTests : IAsyncLifetime
{
    private readonly FakeDaemon _daemon = new();
    private readonly FakeTerminal _terminal = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    [InlineData("takeover", "front", "POST /v1/groups/takeover ", "{\"group\":\"front\"}")]
    [InlineData("standby", "front", "POST /v1/groups/standby ", "{\"group\":\"front\"}")]
    [InlineData("takeover", null, "POST /v1/groups/takeover ", "")]
    [InlineData("standby", null, "POST /v1/groups/standby ", "")]
    [InlineData("maintenance", "on", "POST /v1/maintenance/on ", "")]
    [InlineData("maintenance", "off", "POST /v1/maintenance/off ", "")]
    public async Task They_ask_the_daemon_and_show_what_came_of_it(string verb, string? argument, string request, string body)
    {
        _daemon.Says(new CommandAnswer(["front: the group is here"], []), TenbinJson.Default.CommandAnswer);

        Assert.Equal(ExitStatus.Good, await RunAsync(argument is null ? [verb] : [verb, argument]));

        Assert.Equal("front: the group is here\n", _terminal.Out);
        Assert.StartsWith(request, Assert.Single(_daemon.Requests), StringComparison.Ordinal);
        Assert.Contains(body, _daemon.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standby_where_nothing_is_says_so()
    {
        _daemon.Says(new CommandAnswer([], []), TenbinJson.Default.CommandAnswer);

        Assert.Equal(ExitStatus.Good, await RunAsync("standby"));
        Assert.Equal("there is nothing to move\n", _terminal.Out);
    }

    [Theory]
    [InlineData(409, ExitStatus.Failed)]
    [InlineData(404, ExitStatus.BadUsage)]
    public async Task A_refusal_fails_with_its_reason(int status, ExitStatus exit)
    {
        _daemon.Says(new Problem(status, "front: this node is not fit", ["back: the group is here"]), TenbinJson.Default.Problem, status);

        Assert.Equal(exit, await RunAsync("takeover"));
        Assert.Contains("back: the group is here", _terminal.Error, StringComparison.Ordinal);
        Assert.Contains("front: this node is not fit", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maintenance_needs_to_know_whether_it_begins_or_ends()
    {
        Assert.Equal(ExitStatus.BadUsage, await RunAsync("maintenance"));
        Assert.Empty(_daemon.Requests);
    }

    private async Task<ExitStatus> RunAsync(params string[] args) =>
        (ExitStatus)await _terminal.RunAsync([.. args, "--run-directory", _daemon.RunDirectory]);
}
