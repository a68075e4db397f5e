using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Tenbin.Health.Probes;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Health.Tests.Probes;

/// <summary>What needs no real database; those are asked in the lab.</summary>
public sealed class MySqlProbeTests : IDisposable
{
    private static readonly MySqlCheck Patient = new() { User = "tenbin", Password = "s3cret", Timeout = TimeSpan.FromSeconds(20) };
    private readonly MySqlProbe _probe = new(TimeProvider.System);

    public MySqlProbeTests() => Assert.SkipUnless(NativeLibrary.TryLoad("libmariadb.so.3", out _), "needs libmariadb3");

    public void Dispose() => _probe.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_closed_port_is_refused(string address)
    {
        using Socket closed = Probing.ClosedPort(IPAddress.Parse(address));

        Assert.Equal("connection refused", (await _probe.CheckAsync((IPEndPoint)closed.LocalEndPoint!, Patient)).Fault);
    }

    [Fact]
    public async Task A_server_that_accepts_and_stays_silent_is_told_from_one_that_does_not_accept()
    {
        await using var silent = new ScriptedServer((_, stop) => Task.Delay(Timeout.Infinite, stop));

        var result = await _probe.CheckAsync(silent.EndPoint, Patient with { Timeout = TimeSpan.FromMilliseconds(100) });

        Assert.StartsWith("it accepts connections, but let nobody log in within 100 ms", result.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_that_hang_hold_up_no_other()
    {
        await using var silent = new ScriptedServer((_, stop) => Task.Delay(Timeout.Infinite, stop));
        using var hang = new CancellationTokenSource();
        var hanging = Enumerable.Range(0, 100).Select(_ => _probe.RunAsync(Probing.TargetOf(silent.EndPoint), Patient, hang.Token).AsTask()).ToList();
        using Socket closed = Probing.ClosedPort(IPAddress.Loopback);

        Assert.Equal("connection refused", (await _probe.CheckAsync((IPEndPoint)closed.LocalEndPoint!, Patient)).Fault);
        Assert.DoesNotContain(hanging, task => task.IsCompleted);

        await hang.CancelAsync();
        Assert.All(await Task.WhenAll(hanging), result => Assert.Contains("let nobody log in", result.Fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_hangs_up_or_speaks_something_else_is_down()
    {
        await using var closing = new ScriptedServer((_, _) => Task.CompletedTask);
        await using var other = ScriptedServer.Answering("HTTP/1.1 400 Bad Request\r\n\r\n");
        await using var babbling = new ScriptedServer(async (socket, stop) =>
        {
            var bytes = new byte[4096];
            new Random(7).NextBytes(bytes);
            await socket.SendAsync(bytes, stop);
        });

        Assert.Contains("closed the connection", (await _probe.CheckAsync(closing.EndPoint, Patient)).Fault, StringComparison.Ordinal);
        Assert.NotNull((await _probe.CheckAsync(other.EndPoint, Patient with { Timeout = TimeSpan.FromMilliseconds(200) })).Fault);
        Assert.NotNull((await _probe.CheckAsync(babbling.EndPoint, Patient with { Timeout = TimeSpan.FromMilliseconds(200) })).Fault);
    }

    [Fact]
    public async Task The_end_of_the_probe_ends_what_hangs()
    {
        await using var silent = new ScriptedServer((_, stop) => Task.Delay(Timeout.Infinite, stop));
        using var probe = new MySqlProbe(TimeProvider.System);
        var hanging = probe.RunAsync(Probing.TargetOf(silent.EndPoint), Patient, CancellationToken.None).AsTask();

        probe.Dispose();

        Assert.NotNull((await hanging).Fault);
    }
}
