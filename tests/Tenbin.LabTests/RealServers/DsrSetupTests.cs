using System.Net;
using Tenbin.Lab;
using Tenbin.Lab.Servers;
using Xunit;

namespace Tenbin.LabTests.RealServers;

/// <summary>A dsr real server holds the service's address and says nothing of it.</summary>
public sealed class DsrSetupTests : IAsyncLifetime
{
    private LabNetwork _network = null!;
    private Segment _segment = null!;
    private Machine _client = null!;
    private Machine _server = null!;

    public async ValueTask InitializeAsync()
    {
        _network = await LabNetwork.Create();
        _segment = await _network.AddSegment("lan");
        _client = await _network.AddMachine("client", _segment, 10);
        _server = await _network.AddMachine("server", _segment, 51);
    }

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Fact]
    public async Task Before_it_answers_ARP_for_the_address_on_lo_and_after_it_does_not()
    {
        await _server.AddVirtualAddress(_segment.V4(101), "lo");
        Assert.Equal($"{_server.On(_segment).Mac}", await _client.AskWhoHas(_segment.V4(101)));
        Assert.Equal(1, (await _server.RealServerVerb("check", "--vip", $"{_segment.V4(101)}")).ExitStatus);

        (await _server.RealServerVerb("setup", "--vip", $"{_segment.V4(101)}")).Checked();

        Assert.Null(await _client.AskWhoHas(_segment.V4(101)));
        Assert.Equal($"{_server.On(_segment).Mac}", await _client.AskWhoHas(_segment.V4(51)));
        Assert.Equal(0, (await _server.RealServerVerb("check")).ExitStatus);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_takes_packets_for_the_address_that_are_sent_to_its_MAC(bool v6)
    {
        IPAddress address = v6 ? _segment.V6(101) : _segment.V4(101);
        (await _server.RealServerVerb("setup", "--vip", $"{address}")).Checked();
        await using var peer = await Lab.Servers.PeerServer.Start(_server, 7000);

        Assert.Null(await _client.AskWhoHas(address));
        await _client.Ip($"neigh replace {address} lladdr {_server.On(_segment).Mac} nud permanent dev {_segment.Name}");
        Assert.All(await Lab.Load.UdpAsk.Run(_client, new(address, 7000), 3), answer => Assert.Equal("server", answer.Server));
    }

    [Fact]
    public async Task Undo_restores_exactly_what_was_there_and_a_dry_run_changes_nothing()
    {
        var before = await _server.Everything();
        string[] wish = ["--vip", $"{_segment.V4(101)}", "--vip", $"{_segment.V6(101)}"];

        var dry = (await _server.RealServerVerb(["setup", .. wish, "--dry-run"])).Checked().Output;
        Assert.Contains($"ip address add {_segment.V4(101)}/32 dev lo", dry, StringComparison.Ordinal);
        Assert.Equal(before, await _server.Everything());

        (await _server.RealServerVerb(["setup", .. wish])).Checked();
        var after = await _server.Everything();
        Assert.Contains("tenbin-real-server.service", after, StringComparison.Ordinal);
        Assert.Contains("nothing to do", (await _server.RealServerVerb(["setup", .. wish])).Checked().Output, StringComparison.Ordinal);
        Assert.Equal(after, await _server.Everything());

        (await _server.RealServerVerb("undo")).Checked();
        Assert.Equal(before, await _server.Everything());
    }

    [Fact]
    public async Task What_is_lost_by_a_boot_comes_back_by_the_units_own_command()
    {
        (await _server.RealServerVerb("setup", "--vip", $"{_segment.V4(101)}")).Checked();
        var unit = await File.ReadAllTextAsync(Path.Combine(_server.Root(), "etc/systemd/system/tenbin-real-server.service"), TestContext.Current.CancellationToken);
        await _server.Ip($"address delete {_segment.V4(101)}/32 dev lo");
        await _server.Sysctl(("net.ipv4.conf.all.arp_ignore", "0"), ("net.ipv4.conf.all.arp_announce", "0"));
        Assert.Equal(1, (await _server.RealServerVerb("check")).ExitStatus);

        var start = unit.Split('\n').Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..];
        (await _server.Run("sh", "-c", $"{start} --root {_server.Root()}")).Checked();

        Assert.Equal(0, (await _server.RealServerVerb("check")).ExitStatus);
        Assert.Null(await _client.AskWhoHas(_segment.V4(101)));
    }

    [Fact]
    public async Task What_it_cannot_do_is_said_and_nothing_is_changed()
    {
        await _server.Ip($"address add {_segment.V4(101)}/24 dev {_segment.Name}");
        var before = await _server.Everything();

        var refused = await _server.RealServerVerb("setup", "--vip", $"{_segment.V4(101)}");

        Assert.Equal(1, refused.ExitStatus);
        Assert.Contains($"is on {_segment.Name}", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await _server.Everything());
        Assert.Equal(2, (await _server.RealServerVerb("check")).ExitStatus);
        Assert.Equal(2, (await _server.RealServerVerb("setup", "--vip", "web")).ExitStatus);
    }
}
