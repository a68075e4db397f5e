using System.Net.Sockets;
using Tenbin.Cli.Tests.Fakes;
using Tenbin.Director;

namespace Tenbin.Cli.Tests.Verbs;

public sealed class UsageTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tenbin-");
    private readonly FakeTerminal _terminal = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData]
    [InlineData("balance")]
    [InlineData("drain")]
    [InlineData("run")]
    [InlineData("status", "--output", "xml")]
    [InlineData("status", "--colour")]
    [InlineData("weight", "172.18.1.33", "heavy")]
    [InlineData("weight", "172.18.1.33", "65536")]
    public async Task Wrong_usage_exits_2_with_a_sentence(params string[] args)
    {
        Assert.Equal((int)ExitStatus.BadUsage, await _terminal.RunAsync(args));
        Assert.NotEmpty(_terminal.Error);
        Assert.Empty(_terminal.Out);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("reload")]
    [InlineData("watch")]
    [InlineData("sessions")]
    public async Task Without_a_daemon_a_verb_exits_3_and_says_how_to_start_one(string verb)
    {
        Assert.Equal((int)ExitStatus.NoDaemon, await _terminal.RunAsync(verb, "--run-directory", _directory.FullName));
        Assert.Contains("tenbin run -c FILE", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_a_dead_daemon_left_is_no_daemon()
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(Path.Combine(_directory.FullName, "control.sock")));
        }

        Assert.Equal((int)ExitStatus.NoDaemon, await _terminal.RunAsync("status", "--run-directory", _directory.FullName));
    }

    [Fact]
    public async Task Check_of_a_good_file_exits_0_and_counts()
    {
        var file = Write("""
            services:
              web:
                listen: 172.18.1.199:80/tcp
                forward: nat
                servers: [172.18.1.33, 172.18.1.34]
                check: { type: tcp }
            """);

        Assert.Equal((int)ExitStatus.Good, await _terminal.RunAsync("check", file));
        Assert.Equal($"{file}: good; services 1, real servers 2\n", _terminal.Out);
    }

    [Fact]
    public async Task Check_of_a_bad_file_exits_2_and_prints_every_error_with_its_place()
    {
        var file = Write("""
            services:
              web:
                listen: 172.18.1.199
                servers: []
                shceduler: wlc
            """);

        Assert.Equal((int)ExitStatus.BadUsage, await _terminal.RunAsync("check", file));

        var lines = _terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 3, _terminal.Error);
        Assert.All(lines, line => Assert.Matches($"^{file}:[0-9]+:[0-9]+: ", line));
    }

    [Fact]
    public async Task A_file_that_is_not_there_exits_2()
    {
        Assert.Equal((int)ExitStatus.BadUsage, await _terminal.RunAsync("check", Path.Combine(_directory.FullName, "none.yaml")));
        Assert.Equal((int)ExitStatus.BadUsage, await _terminal.RunAsync("run", "-c", Path.Combine(_directory.FullName, "none.yaml")));
    }

    [Fact]
    public async Task Version_and_help_exit_0()
    {
        Assert.Equal((int)ExitStatus.Good, await _terminal.RunAsync("version"));
        Assert.Equal($"tenbin {DirectorDaemon.Version}\n", _terminal.Out);
        Assert.Equal((int)ExitStatus.Good, await new FakeTerminal().RunAsync("--help"));
        Assert.Equal((int)ExitStatus.Good, await new FakeTerminal().RunAsync("status", "--help"));
    }

    private string Write(string text)
    {
        var file = Path.Combine(_directory.FullName, "tenbin.yaml");
        File.WriteAllText(file, text);
        return file;
    }
}
