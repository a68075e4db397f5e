using System.Net;
using System.Net.Sockets;
using Tenbin.Health.Probes;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Health.Tests.Probes;

public sealed class PingProbeTests : IDisposable
{
    private static readonly PingCheck Patient = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly PingProbe _probe = new(TimeProvider.System);

    public void Dispose() => _probe.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_host_that_answers_is_up(string address)
    {
        SkipWithoutRawSockets(address);

        ProbeResult result = await _probe.CheckAsync(new(IPAddress.Parse(address), 0), Patient);

        Assert.Null(result.Fault);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Hundreds_of_pings_at_once_never_mix_up_their_replies(string address)
    {
        SkipWithoutRawSockets(address);
        using var other = new PingProbe(TimeProvider.System);

        ProbeResult[] results = await Task.WhenAll(Enumerable.Range(0, 400).Select(
            i => (i % 2 == 0 ? _probe : other).CheckAsync(new(IPAddress.Parse(address), 0), Patient)));

        Assert.All(results, r => Assert.Null(r.Fault));
    }

    [Fact]
    public async Task No_reply_in_time_is_said_so()
    {
        SkipWithoutRawSockets("127.0.0.1");

        ProbeResult result = await _probe.RunAsync(
            Probing.TargetOf(new(IPAddress.Loopback, 0)), Patient, new CancellationToken(canceled: true));

        Assert.Equal("no echo reply within 10 s", result.Fault);
    }

    [Fact]
    public async Task An_address_that_takes_no_pings_is_down()
    {
        SkipWithoutRawSockets("127.0.0.1");

        Assert.NotNull((await _probe.CheckAsync(new(IPAddress.Broadcast, 0), Patient)).Fault);
    }

    private static void SkipWithoutRawSockets(string address)
    {
        IPAddress target = IPAddress.Parse(address);
        try
        {
            using var socket = new Socket(
                target.AddressFamily, SocketType.Raw,
                target.AddressFamily == AddressFamily.InterNetwork ? ProtocolType.Icmp : ProtocolType.IcmpV6);
            socket.Bind(new IPEndPoint(target, 0));
        }
        catch (SocketException e)
        {
            Assert.Skip($"needs a raw ICMP socket on {address} (CAP_NET_RAW): {e.Message}");
        }
    }
}
