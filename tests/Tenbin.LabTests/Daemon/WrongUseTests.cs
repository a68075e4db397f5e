using Tenbin.Lab.Processes;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Daemon;

/// <summary>Wrong use gets a sentence that names it, and the exit status of docs/cli.md.</summary>
public sealed class WrongUseTests : IAsyncLifetime
{
    private const int Failed = 1;
    private const int BadUsage = 2;
    private const int NoDaemon = 3;
    private const int NotPermitted = 4;
    private RunningSite _running = null!;

    public async ValueTask InitializeAsync()
    {
        _running = await RunningSite.Create(nat: 1, dsr: 0);
        await _running.Director.WriteConfig(Good().ToString());
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task Without_privileges()
    {
        string[] without = ["setpriv", "--bounding-set=-all,+dac_override,+dac_read_search", "--inh-caps=-all", "--"];
        var result = await _running.Site.DirectorMachine.Run(
            [.. without, Lab.Programs.Tenbin, "run", "-c", _running.Director.ConfigFile, .. _running.Director.Directories]);

        Expect(result, NotPermitted, "CAP_NET_ADMIN", "root");
    }

    [Fact]
    public async Task Without_a_bpffs()
    {
        var directory = Path.Combine(_running.Site.Network.Directory, "no-bpffs");
        Directory.CreateDirectory(directory);
        var result = await _running.Site.DirectorMachine.Run(
            [Lab.Programs.Tenbin, "run", "-c", _running.Director.ConfigFile,
                .. _running.Director.Directories.SkipLast(1), Path.Combine(directory, "tenbin")]);

        Expect(result, Failed, directory, "mount -t bpf");
    }

    [Fact]
    public async Task With_an_unknown_interface()
    {
        await _running.Director.WriteConfig("data-plane: { interfaces: [outside, eth9] }\n" + Good());

        Expect(await Run(), BadUsage, "eth9", "outside");
    }

    [Fact]
    public async Task With_one_port_used_twice()
    {
        await _running.Director.WriteConfig(Add(Good(), "again").ToString());

        Expect(await Run(), BadUsage, $"{_running.Director.ConfigFile}:", "again", $"{_running.Site.NatV4}:80");
        Expect(await _running.Director.Verb("check", _running.Director.ConfigFile), BadUsage, "again");
    }

    [Fact]
    public async Task With_a_service_without_servers()
    {
        await _running.Director.WriteConfig(new SiteConfig()
            .Service("empty", new(_running.Site.NatV4, 80), "tcp", "nat", []).ToString());

        Expect(await Run(), BadUsage, $"{_running.Director.ConfigFile}:", "servers");
    }

    [Fact]
    public async Task Without_a_file()
    {
        File.Delete(_running.Director.ConfigFile);

        Expect(await Run(), BadUsage, _running.Director.ConfigFile);
    }

    [Fact]
    public async Task A_second_daemon()
    {
        await _running.Director.Start();

        Expect(await Run(), Failed, $"process {_running.Director.Daemon!.Id}");
        Assert.True(_running.Director.Daemon.IsRunning);
        await _running.Director.WaitUntilAllUp();
    }

    [Fact]
    public async Task A_verb_without_a_daemon() =>
        Expect(await _running.Director.Verb("status"), NoDaemon, "tenbin run");

    private Task<CommandResult> Run() => _running.Director.Verb("run", "-c", _running.Director.ConfigFile);

    private SiteConfig Good() => Add(new SiteConfig(), "web");

    private SiteConfig Add(SiteConfig config, string name) => config.Service(
        name, new(_running.Site.NatV4, 80), "tcp", "nat", RunningSite.NatServers(_running.Site), SiteConfig.WebCheck);

    private static void Expect(CommandResult result, int status, params string[] words)
    {
        Assert.All(words, word => Assert.Contains(word, result.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.True(result.ExitStatus == status, $"expected exit status {status}: {result}");
    }
}
