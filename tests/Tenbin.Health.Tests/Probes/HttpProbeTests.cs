using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Tenbin.Health.Probes;
using Tenbin.Model.Configuration;
using Xunit;
using static Tenbin.Health.Tests.Probes.ScriptedServer;

namespace Tenbin.Health.Tests.Probes;

public class HttpProbeTests
{
    private static readonly HttpCheck Patient = new() { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private readonly HttpProbe _probe = new(TimeProvider.System);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_good_answer_is_up(string address)
    {
        await using var server = Answering(Ok("all is OK here"), IPAddress.Parse(address));

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Patient with { Expect = "OK" });

        Assert.Null(result.Fault);
    }

    [Fact]
    public async Task The_request_is_the_one_asked_for()
    {
        await using var server = Answering(Ok(""));

        await _probe.CheckAsync(
            server.EndPoint, Patient with { Path = "/check.html?a=1", Method = "HEAD", Host = "www.example.com" });

        string request = Assert.Single(server.Requests);
        Assert.StartsWith("HEAD /check.html?a=1 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nHost: www.example.com\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_host_the_servers_address_is_sent()
    {
        await using var server = Answering(Ok(""));

        await _probe.CheckAsync(server.EndPoint, Patient);

        Assert.Contains($"\r\nHost: {server.EndPoint}\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    public static TheoryData<string, HttpCheck, string?> Answers => new()
    {
        { "HTTP/1.1 204 No Content\r\n\r\n", Patient, null },
        { "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", Patient, "status 503, wanted 200-299" },
        { "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", Patient, "status 302, wanted 200-299" },
        {
            "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
            Patient with { Status = [new(200, 204), new(301, 301)] }, "status 500, wanted 200-204, 301"
        },
        { "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", Patient with { Status = [new(404, 404)] }, null },
        { Ok("broken"), Patient with { Expect = "OK" }, "the body (6 bytes) does not contain \"OK\"" },
        { Ok("天秤は動く"), Patient with { Expect = "天秤" }, null },
        { Ok("load 17"), Patient with { ExpectRegex = Pattern("^load [0-9]+$") }, null },
        { Ok("load x"), Patient with { ExpectRegex = Pattern("load [0-9]") }, "the body (6 bytes) does not match /load [0-9]/" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nO\r\n\r\n0\r\n\r\n", Patient, null },
        {
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nO\r\n1\r\nK\r\n0\r\n\r\n",
            Patient with { Expect = "OK" }, null
        },
        {
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nOK", Patient with { Expect = "OK" },
            "connection closed before the answer was complete"
        },
        { "", Patient, "connection closed before the answer was complete" },
        { "SSH-2.0-OpenSSH_9.2\r\n", Patient, "the answer is not HTTP/1.1" },
        { $"HTTP/1.1 200 OK\r\nA: {new string('a', 100_000)}\r\n\r\n", Patient, "the answer's header is too long" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_answer_decides(string answer, HttpCheck check, string? fault)
    {
        await using var server = Answering(answer);

        Assert.Equal(fault, (await _probe.CheckAsync(server.EndPoint, check)).Fault);
    }

    [Fact]
    public async Task A_body_is_read_only_to_its_limit()
    {
        await using var server = Answering(Ok(new string('x', 2 * HttpBody.Limit) + "OK"));

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Patient with { Expect = "OK" });

        Assert.Equal("the first 256 KiB of the body does not contain \"OK\"", result.Fault);
    }

    [Fact]
    public async Task A_closed_port_is_refused()
    {
        using Socket closed = Probing.ClosedPort(IPAddress.Loopback);

        ProbeResult result = await _probe.CheckAsync((IPEndPoint)closed.LocalEndPoint!, Patient);

        Assert.Equal("connection refused", result.Fault);
    }

    [Fact]
    public async Task A_server_that_accepts_and_stays_silent_times_out()
    {
        await using var server = new ScriptedServer((_, stop) => Task.Delay(Timeout.Infinite, stop));

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Patient with { Timeout = Short });

        Assert.Equal("request sent, but no answer within 200 ms", result.Fault);
    }

    [Fact]
    public async Task A_slow_body_times_out()
    {
        await using var server = new ScriptedServer(async (socket, stop) =>
        {
            using var stream = new NetworkStream(socket);
            await ReadHeadAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync("x"u8.ToArray(), stop);
                await Task.Delay(5, stop);
            }
        });

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Patient with { Timeout = Short, Expect = "OK" });

        Assert.Equal("answer began, but its body was not complete within 200 ms", result.Fault);
    }

    [Fact]
    public async Task A_reset_is_named()
    {
        await using var server = new ScriptedServer(async (socket, stop) =>
        {
            using var stream = new NetworkStream(socket);
            await ReadHeadAsync(stream, stop);
            socket.Close(0);
        });

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Patient);

        Assert.Equal("connection reset during the HTTP exchange", result.Fault);
    }

    [Fact]
    public async Task Redirects_on_the_same_server_are_followed_when_asked()
    {
        await using var server = AnsweringInTurn(null, Redirect("/b?c"), Redirect("http://www.example.com/d"), Ok("OK"));

        ProbeResult result = await _probe.CheckAsync(
            server.EndPoint, Patient with { Host = "www.example.com", Redirects = 2, Expect = "OK" });

        Assert.Null(result.Fault);
        Assert.Equal(
            ["GET / HTTP/1.1", "GET /b?c HTTP/1.1", "GET /d HTTP/1.1"],
            server.Requests.Select(r => r.Split("\r\n")[0]));
        Assert.All(server.Requests, r => Assert.Contains("Host: www.example.com", r, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://other.example.com/")]
    [InlineData("http://www.example.com:81/")]
    [InlineData("https://www.example.com/")]
    [InlineData("ftp://www.example.com/")]
    public async Task Redirects_to_another_server_are_a_fault(string location)
    {
        await using var server = Answering(Redirect(location));

        ProbeResult result = await _probe.CheckAsync(
            server.EndPoint, Patient with { Host = "www.example.com", Redirects = 5 });

        Assert.Equal($"redirected to another server: {location}", result.Fault);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Endless_redirects_end()
    {
        await using var server = Answering(Redirect("/again"));

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Patient with { Redirects = 3 });

        Assert.Equal("redirected more than 3 times, at last to /again", result.Fault);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Every_check_opens_its_own_connection()
    {
        await using var server = Answering(Ok("OK"));
        for (int i = 0; i < 5; i++)
        {
            Assert.Null((await _probe.CheckAsync(server.EndPoint, Patient)).Fault);
        }

        // The server answers one request on each connection.
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task Hostile_answers_end_in_a_result()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        byte[] good = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        await using var server = new ScriptedServer(async (socket, stop) =>
        {
            using var stream = new NetworkStream(socket);
            await ReadHeadAsync(stream, stop);
            byte[] bad = [.. good];
            for (int i = 0; i < 3; i++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }
            await stream.WriteAsync(bad.AsMemory(0, random.Next(bad.Length)), stop);
        });
        for (int i = 0; i < 200; i++)
        {
            await _probe.CheckAsync(server.EndPoint, Patient with { Expect = "hello", Timeout = TimeSpan.FromSeconds(1) });
        }
    }

    private static string Redirect(string to) => $"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n";

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking);
}
