using System.Text.Json;
using Tenbin.Lab;
using Tenbin.LabTests.RealServers;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Doctor;

/// <summary>What <c>tenbin doctor</c> sees on the wire: the fault, its name, the mend.</summary>
public sealed class DoctorTests : IAsyncLifetime
{
    private RunningSite _running = null!;

    private Site Site => _running.Site;

    public async ValueTask InitializeAsync()
    {
        _running = await RunningSite.Create(nat: 1, dsr: 1);
        await _running.Director.WriteConfig(RunningSite.PeersAndWeb(Site).ToString());
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task A_dsr_server_that_answers_ARP_is_named_and_setup_mends_it()
    {
        Assert.DoesNotContain("dsr.server-answers-arp", await Findings());

        await Site.Dsr[0].Sysctl(("net.ipv4.conf.all.arp_ignore", "0"));
        Assert.Contains("dsr.server-answers-arp", await Findings());

        (await Site.Dsr[0].RealServerVerb("setup", "--config", _running.Director.ConfigFile)).Checked();
        Assert.DoesNotContain("dsr.server-answers-arp", await Findings());
    }

    [Fact]
    public async Task A_nat_server_with_another_way_out_is_named_and_setup_mends_it()
    {
        Assert.DoesNotContain("nat.gateway-elsewhere", await Findings());

        await Site.Network.AddMachine("router", Site.Inside, 254);
        await Site.Nat[0].SetGateway(Site.Inside.V4(254));
        Assert.Contains("nat.gateway-elsewhere", await Findings());

        (await Site.Nat[0].RealServerVerb("setup", "--gateway", $"{Site.Inside.V4(1)}")).Checked();
        Assert.DoesNotContain("nat.gateway-elsewhere", await Findings());
    }

    [Fact]
    public async Task Another_machine_with_a_virtual_address_is_named()
    {
        Assert.DoesNotContain("address.taken", await Findings());

        await Site.Client.AddVirtualAddress(Site.NatV4, Site.Outside.Name);

        Assert.Contains("address.taken", await Findings());
        Assert.DoesNotContain("address.taken", await Findings("--no-probe"));
    }

    [Fact]
    public async Task A_dsr_server_beyond_a_router_is_named()
    {
        Assert.DoesNotContain("dsr.other-segment", await Findings());

        await _running.Director.WriteConfig(new SiteConfig().Service("far", new(Site.DsrV4, 80), "tcp", "dsr", ["10.99.0.1"]).ToString());

        Assert.Contains("dsr.other-segment", await Findings());
    }

    [Fact]
    public async Task A_program_that_everybody_may_change_is_mended_when_asked_for()
    {
        var check = Path.Combine(Site.Network.Directory, "check");
        await File.WriteAllTextAsync(check, "#!/bin/sh\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(check, (UnixFileMode)0b111_111_111);
        await _running.Director.WriteConfig(new SiteConfig().Service("web", new(Site.NatV4, 80), "tcp", "nat", RunningSite.NatServers(Site), $"{{ type: exec, command: [{check}] }}").ToString());
        Assert.Contains("file.writable", await Findings());

        await Findings("--fix");

        Assert.DoesNotContain("file.writable", await Findings());
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(check));
    }

    /// <summary>Ids of what is found; this machine itself may add some, such as a clock that nothing keeps.</summary>
    private async Task<IReadOnlyList<string>> Findings(params IEnumerable<string> options)
    {
        var result = await _running.Director.Verb(["doctor", "-c", _running.Director.ConfigFile, "--output", "json", .. options]);
        Assert.True(result.ExitStatus is 0 or 1, result.ToString());
        using var answer = JsonDocument.Parse(result.Output);
        Assert.Equal(result.ExitStatus == 0, answer.RootElement.GetProperty("good").GetBoolean());
        return [.. answer.RootElement.GetProperty("findings").EnumerateArray().Where(finding => !finding.GetProperty("fixed").GetBoolean()).Select(finding => finding.GetProperty("id").GetString()!)];
    }
}
