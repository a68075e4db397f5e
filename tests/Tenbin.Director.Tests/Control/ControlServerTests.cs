using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Tenbin.Director.Api;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Control;

public sealed class ControlServerTests : IAsyncLifetime
{
    private readonly RunningDaemon _daemon = new();

    public ValueTask InitializeAsync() => _daemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task Status_tells_daemon_config_services_and_servers()
    {
        _daemon.Find("172.18.1.33:80", ServerHealth.Up);
        var status = await _daemon.UntilAsync(report => report.Services[0].Servers[0].State == ServerState.Up);

        Assert.Equal(Environment.ProcessId, status.Daemon.Pid);
        Assert.Equal(_daemon.ConfigFile, status.Config.File);
        Assert.Equal("172.18.1.199:80/tcp", status.Services[0].Listen);
        Assert.Equal("eth0", status.DataPlane.Attachments[0].Interface);
        Assert.Equal(ServerState.Unknown, status.Services[0].Servers[1].State);
        Assert.Equal(3, status.Services[0].Servers[0].Active);
    }

    [Fact]
    public async Task Drain_and_weight_act_and_say_so()
    {
        _daemon.Find("172.18.1.33:80", ServerHealth.Up);

        var drained = await _daemon.PostAsync(ApiPaths.Drain, """{"server":"172.18.1.33"}""");
        var weighed = await _daemon.PostAsync(ApiPaths.Weight, """{"server":"172.18.1.34:80","service":"web","weight":9}""");

        Assert.Equal(HttpStatusCode.OK, drained.StatusCode);
        Assert.Equal(HttpStatusCode.OK, weighed.StatusCode);
        var servers = (await _daemon.StatusAsync()).Services[0].Servers;
        Assert.Equal(ServerState.Draining, servers[0].State);
        Assert.True(servers[0].Drained);
        Assert.Equal((9, 1), (servers[1].Weight, servers[1].FileWeight));
    }

    [Fact]
    public async Task A_refused_reload_answers_with_every_error()
    {
        await File.WriteAllTextAsync(_daemon.ConfigFile, Files.Broken, TestContext.Current.CancellationToken);

        var response = await _daemon.PostAsync(ApiPaths.Reload, "");
        var problem = await response.Content.ReadFromJsonAsync(TenbinJson.Default.Problem, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(Files.Load(Files.Broken).Errors.Length, problem!.Errors.Length);
        Assert.NotNull((await _daemon.StatusAsync()).Config.Refused);
    }

    [Fact]
    public async Task Sessions_are_filtered_and_limited()
    {
        var service = new ServiceAddress(IPAddress.Parse("172.18.1.199"), 80, Protocol.Tcp);
        for (var port = 1; port <= 5; port++)
        {
            _daemon.Kernel.Sessions.Add(new Session(
                new IPEndPoint(IPAddress.Parse("203.0.113.7"), port), service, Bench.Key("172.18.1.33:80").Server, ForwardingMethod.Nat,
                port % 2 == 0 ? SessionState.Established : SessionState.TimeWait, TimeSpan.FromSeconds(3), TimeSpan.Zero, TimeSpan.FromSeconds(9)));
        }

        var established = await _daemon.GetAsync("/v1/sessions?state=established&service=web", TenbinJson.Default.SessionList);
        var two = await _daemon.GetAsync("/v1/sessions?limit=2&client=203.0.113.7", TenbinJson.Default.SessionList);
        var none = await _daemon.GetAsync("/v1/sessions?server=172.18.1.34", TenbinJson.Default.SessionList);

        Assert.Equal(2, established.Sessions.Length);
        Assert.False(established.Truncated);
        Assert.Equal(2, two.Sessions.Length);
        Assert.True(two.Truncated);
        Assert.Empty(none.Sessions);
    }

    [Fact]
    public async Task Explain_says_where_and_why()
    {
        var answer = await _daemon.GetAsync("/v1/explain?client=203.0.113.7&service=172.18.1.199:80", TenbinJson.Default.ExplainAnswer);

        Assert.Equal("172.18.1.33:80", answer.Server);
        Assert.Equal("172.18.1.199:80/tcp", answer.Service);
        Assert.Equal(2, answer.Steps.Length);
    }

    [Theory]
    [InlineData("/v1/sessions?client=nobody", 400, "client 'nobody' is not an IP address")]
    [InlineData("/v1/sessions?state=odd", 400, "established")]
    [InlineData("/v1/sessions?limit=0", 400, "limit '0'")]
    [InlineData("/v1/sessions?sevrer=1.2.3.4", 400, "there is no filter 'sevrer'")]
    [InlineData("/v1/explain?client=203.0.113.7", 400, "explain needs")]
    [InlineData("/v1/explain?client=203.0.113.7&service=here", 400, "neither a service's name nor an address")]
    [InlineData("/v1/explain?client=2001:db8::7&service=web", 400, "not of one IP version")]
    [InlineData("/v1/nothing", 404, "no resource /v1/nothing")]
    [InlineData("/v1/reload", 405, "does not take GET")]
    public async Task Invariant8_A_bad_question_gets_a_clear_problem(string path, int status, string told)
    {
        using var response = await _daemon.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var problem = await response.Content.ReadFromJsonAsync(TenbinJson.Default.Problem, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(told, problem!.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"server":""}""", 400)]
    [InlineData("""{"server":"172.18.1.33","colour":"red"}""", 400)]
    [InlineData("""{"server":["172.18.1.33"]}""", 400)]
    [InlineData("""{"server":"172.18.1.33","weight":"heavy"}""", 400)]
    [InlineData("""{"server":"172.18.1.99"}""", 404)]
    public async Task Invariant8_A_bad_command_gets_a_clear_problem_and_changes_nothing(string body, int status)
    {
        var before = _daemon.Kernel.Servers.ToDictionary();

        using var response = await _daemon.PostAsync(ApiPaths.Drain, body);
        var problem = await response.Content.ReadFromJsonAsync(TenbinJson.Default.Problem, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty(problem!.Title);
        Assert.Equal(before, _daemon.Kernel.Servers);
    }

    [Fact]
    public async Task Invariant8_A_huge_body_is_refused()
    {
        using var response = await _daemon.PostAsync(ApiPaths.Drain, new string(' ', 64 * 1024));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Invariant8_Rubbish_on_the_socket_is_survived()
    {
        var random = new Random(20_261_123);
        for (var i = 0; i < 20; i++)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_daemon.Paths.Socket), TestContext.Current.CancellationToken);
            var rubbish = new byte[random.Next(1, 2_000)];
            random.NextBytes(rubbish);
            await socket.SendAsync(i % 2 == 0 ? rubbish : Encoding.ASCII.GetBytes("GET /v1/status HTTP/1.1\r\nHost:"), TestContext.Current.CancellationToken);
        }

        Assert.NotEmpty((await _daemon.StatusAsync()).Services);
    }

    [Fact]
    public void Only_the_owner_may_open_the_socket() => Assert.Equal(
        UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_daemon.Paths.Socket));
}
