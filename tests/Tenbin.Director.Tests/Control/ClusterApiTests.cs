using System.Net;
using System.Net.Http.Json;
using System.Text;
using Tenbin.Cluster.Core;
using Tenbin.Director.Api;
using Tenbin.Director.Control;
using Tenbin.Director.Loop;
using Tenbin.Director.Systemd;
using Tenbin.Director.Tests.Fakes;

namespace Tenbin.Director.Tests.Control;

public sealed class ClusterApiTests : IAsyncLifetime
{
    private readonly Bench _bench = new();
    private readonly FakeNode _node = new();
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly List<HttpClient> _clients = [];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _bench.Dispose();
    }

    [Fact]
    public async Task Takeover_of_one_group_asks_for_that_one()
    {
        var answer = await DoneAsync(ApiPaths.Takeover, """{"group":"front"}""");

        Assert.Equal([(CommandKind.Takeover, 1)], _node.Asked);
        Assert.Equal(["front: did Takeover"], answer.Changes);
    }

    [Fact]
    public async Task Takeover_of_all_asks_for_every_group_and_standby_of_all_for_those_that_are_here()
    {
        Assert.Equal(["back: did Takeover", "front: did Takeover"], (await DoneAsync(ApiPaths.Takeover, "{}")).Changes);
        _node.Asked.Clear();

        Assert.Equal(["back: did Standby"], (await DoneAsync(ApiPaths.Standby, "{}")).Changes);
        Assert.Equal([(CommandKind.Standby, 0)], _node.Asked);
    }

    [Fact]
    public async Task Groups_are_asked_for_all_at_once()
    {
        var open = new TaskCompletionSource();
        _node.Answer = async (_, _) =>
        {
            if (_node.Asked.Count == 2)
            {
                open.SetResult();
            }

            await open.Task;
            return new CommandDone(0, true, "done");
        };

        Assert.Equal(2, (await DoneAsync(ApiPaths.Takeover, "{}")).Changes.Length);
    }

    [Fact]
    public async Task Standby_of_all_where_nothing_is_changes_nothing()
    {
        _node.View = FakeNode.TwoGroups with { Groups = [FakeNode.TwoGroups.Groups[0], FakeNode.TwoGroups.Groups[0]] };

        Assert.Empty((await DoneAsync(ApiPaths.Standby, "{}")).Changes);
        Assert.Empty(_node.Asked);
    }

    [Fact]
    public async Task What_is_refused_for_one_group_is_told_beside_what_was_done_for_another()
    {
        _node.Answer = (_, group) => Task.FromResult(new CommandDone(0, group == 0, group == 0 ? "the group is here" : "this node is not fit"));

        var (status, problem) = await RefusedAsync(ApiPaths.Takeover, "{}");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("front: this node is not fit", problem.Title);
        Assert.Equal(["back: the group is here"], problem.Errors);
    }

    [Theory]
    [InlineData(ApiPaths.MaintenanceOn, CommandKind.MaintenanceOn)]
    [InlineData(ApiPaths.MaintenanceOff, CommandKind.MaintenanceOff)]
    public async Task Maintenance_is_for_all_groups(string path, CommandKind kind)
    {
        Assert.Equal([$"did {kind}"], (await DoneAsync(path, "{}")).Changes);
        Assert.Equal([(kind, -1)], _node.Asked);
    }

    [Fact]
    public async Task A_command_that_the_daemons_end_leaves_undone_is_no_success()
    {
        _node.Answer = (_, _) => Task.FromResult(new CommandDone(0, false, "the daemon is stopping"));

        Assert.Equal(HttpStatusCode.Conflict, (await RefusedAsync(ApiPaths.MaintenanceOn, "{}")).Status);
    }

    [Theory]
    [InlineData("", 400, "the body is not what this resource takes")]
    [InlineData("""{"group":7}""", 400, "the body is not what this resource takes")]
    [InlineData("""{"gruop":"front"}""", 400, "the body is not what this resource takes")]
    [InlineData("""{"group":"middle"}""", 404, "there is no group 'middle'; there are back, front")]
    public async Task Invariant8_A_bad_command_gets_a_clear_problem_and_asks_for_nothing(string body, int expected, string told)
    {
        var (status, problem) = await RefusedAsync(ApiPaths.Standby, body);

        Assert.Equal(expected, (int)status);
        Assert.StartsWith(told, problem.Title, StringComparison.Ordinal);
        Assert.Empty(_node.Asked);
    }

    [Theory]
    [InlineData(ApiPaths.Takeover)]
    [InlineData(ApiPaths.Standby)]
    [InlineData(ApiPaths.MaintenanceOn)]
    public async Task A_director_that_stands_alone_says_so(string path)
    {
        await using var alone = new RunningDaemon();
        await alone.StartAsync();

        using var response = await alone.PostAsync(path, "{}");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("this director is in no cluster: its file has no 'cluster'", (await ProblemAsync(response)).Title);
    }

    private async Task<CommandAnswer> DoneAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync(TenbinJson.Default.CommandAnswer, TestContext.Current.CancellationToken))!;
    }

    private async Task<(HttpStatusCode Status, Problem Problem)> RefusedAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        return (response.StatusCode, await ProblemAsync(response));
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        if (_servers.Count == 0)
        {
            using var systemd = new SystemdNotifier(null, _bench.Time);
            var loop = new DirectorLoop(_bench.Started().Core, _bench.Time, systemd);
            _servers.Add(await ControlServer.StartAsync(
                _bench.Paths.Socket, new ControlApi(loop, new MemoryDataPlane(_bench.Kernel), _node, () => throw new NotSupportedException()), _bench.Log));
            _clients.Add(ControlClients.Make(_bench.Paths.Socket));
        }

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _clients[0].PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    private static async Task<Problem> ProblemAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync(TenbinJson.Default.Problem, TestContext.Current.CancellationToken))!;
}
