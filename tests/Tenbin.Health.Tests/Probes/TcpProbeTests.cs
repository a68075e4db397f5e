using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Tenbin.Health.Probes;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Health.Tests.Probes;

public class TcpProbeTests
{
    private static readonly TcpCheck Patient = new() { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly TcpCheck Hasty = new() { Timeout = TimeSpan.FromMilliseconds(100) };
    private readonly TcpProbe _probe = new(TimeProvider.System);

    public static TheoryData<string> Loopbacks => ["127.0.0.1", "::1"];

    [Theory]
    [MemberData(nameof(Loopbacks))]
    public async Task A_server_that_accepts_is_up(string address)
    {
        await using var server = new ScriptedServer((_, _) => Task.CompletedTask, IPAddress.Parse(address));

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Patient);

        Assert.Null(result.Fault);
        Assert.True(result.Latency > TimeSpan.Zero);
    }

    [Theory]
    [MemberData(nameof(Loopbacks))]
    public async Task A_closed_port_is_refused(string address)
    {
        using Socket closed = Probing.ClosedPort(IPAddress.Parse(address));

        ProbeResult result = await _probe.CheckAsync((IPEndPoint)closed.LocalEndPoint!, Patient);

        Assert.Equal("connection refused", result.Fault);
    }

    [Fact]
    public async Task A_server_whose_queue_is_full_times_out()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var target = (IPEndPoint)listener.LocalEndPoint!;
        using Socket first = new(SocketType.Stream, ProtocolType.Tcp);
        using Socket second = new(SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(target, TestContext.Current.CancellationToken);
        Task waiting = second.ConnectAsync(target, TestContext.Current.CancellationToken).AsTask();

        ProbeResult result = await _probe.CheckAsync(target, Hasty);

        Assert.Equal("no connection within 100 ms", result.Fault);
        second.Dispose();
        await Record.ExceptionAsync(() => waiting);
    }

    [Fact]
    public async Task An_address_without_a_route_is_unreachable()
    {
        ProbeResult result = await _probe.CheckAsync(new(IPAddress.Broadcast, 80), Patient);

        Assert.NotNull(result.Fault);
    }

    [Fact]
    public async Task A_check_leaves_nothing_in_time_wait()
    {
        await using var server = new ScriptedServer((_, _) => Task.CompletedTask);
        for (int i = 0; i < 20; i++)
        {
            await _probe.CheckAsync(server.EndPoint, Patient);
        }

        Assert.DoesNotContain(
            IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections(),
            c => c.RemoteEndPoint.Equals(server.EndPoint) && c.State == TcpState.TimeWait);
    }

    [Fact]
    public async Task A_hundred_checks_that_time_out_take_no_longer_than_one()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var target = (IPEndPoint)listener.LocalEndPoint!;

        ProbeResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => _probe.CheckAsync(target, Hasty)));

        Assert.True(results.Count(r => !r.IsUp) >= 98);
    }
}
