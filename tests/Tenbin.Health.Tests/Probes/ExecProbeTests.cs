using System.Diagnostics;
using System.Globalization;
using System.Net;
using Tenbin.Health.Probes;
using Tenbin.Model.Configuration;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Health.Tests.Probes;

public sealed class ExecProbeTests : IDisposable
{
    private static readonly IPEndPoint Server = new(IPAddress.Parse("10.0.0.7"), 3306);
    private readonly string _folder = Directory.CreateTempSubdirectory("tenbin-exec-").FullName;
    private readonly ExecProbe _probe = new(TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("exit 0", null)]
    [InlineData("echo fine; exit 0", null)]
    [InlineData("exit 3", "the command exited with 3")]
    [InlineData("echo out; echo err >&2; echo more >&2; exit 2", "the command exited with 2: err")]
    [InlineData("echo out; exit 2", "the command exited with 2: out")]
    [InlineData("printf 'a\\tb\\033[1m'; exit 1", "the command exited with 1: a b [1m")]
    [InlineData("kill -9 $$", "the command was ended by signal 9")]
    public async Task The_exit_status_decides(string script, string? fault)
    {
        Assert.Equal(fault, (await _probe.CheckAsync(Server, Shell(script))).Fault);
    }

    [Fact]
    public async Task The_command_is_told_what_to_check_and_nothing_else()
    {
        string file = Path.Combine(_folder, "env");
        Environment.SetEnvironmentVariable("TENBIN_TEST_SECRET", "hush");

        Assert.Null((await _probe.CheckAsync(Server, Shell($"env > {file}"))).Fault);

        string[] variables = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "TENBIN_PORT=3306", "TENBIN_PROTOCOL=tcp", "TENBIN_SERVER=10.0.0.7", "TENBIN_SERVICE=web",
                "TENBIN_TIMEOUT=10", "TENBIN_VIP=192.0.2.199", "TENBIN_VIP_PORT=8080",
            ],
            variables.Where(v => v.StartsWith("TENBIN_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(variables, v => v.Contains("hush", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Arguments_pass_through_no_shell()
    {
        var check = new ExecCheck
        {
            Command = ["/bin/sh", "-c", "[ \"$1\" = '$HOME; exit 1' ]", "sh", "$HOME; exit 1"],
            Timeout = TimeSpan.FromSeconds(10),
        };

        Assert.Null((await _probe.CheckAsync(Server, check)).Fault);
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_named()
    {
        var check = new ExecCheck { Command = ["/nonexistent/check"], Timeout = TimeSpan.FromSeconds(10) };

        ProbeResult result = await _probe.CheckAsync(Server, check);

        Assert.Contains("/nonexistent/check: No such file", result.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_deadline_the_command_and_all_its_children_are_killed()
    {
        string pids = Path.Combine(_folder, "pids");
        string script = $"""
            echo waiting for the database >&2
            sleep 300 & echo $! >> {pids}
            ( sleep 300 & echo $! >> {pids} )
            sh -c 'sleep 300 & echo $! >> {pids}; wait' &
            echo $! >> {pids}
            echo $$ >> {pids}
            trap '' TERM INT HUP
            while [ $(wc -l < {pids}) -lt 5 ]; do sleep 0.01; done
            mv {pids} {pids}.all
            sleep 300
            """;
        using var deadline = new CancellationTokenSource();
        Task<ProbeResult> probing =
            _probe.RunAsync(Probing.TargetOf(Server), Shell(script), deadline.Token).AsTask();
        await Eventually.Holds(() => File.Exists($"{pids}.all"), "all children run");
        int[] all = [.. File.ReadLines($"{pids}.all").Select(l => int.Parse(l, CultureInfo.InvariantCulture))];
        Assert.Equal(5, all.Length);
        Assert.All(all, pid => Assert.True(IsAlive(pid)));

        await deadline.CancelAsync();
        ProbeResult result = await probing;

        Assert.Equal("the command did not end within 10 s and was killed: waiting for the database", result.Fault);
        await Eventually.Holds(() => !all.Any(IsAlive), "all children are dead");
    }

    [Fact]
    public async Task What_a_command_leaves_behind_is_killed_and_not_waited_for()
    {
        string pid = Path.Combine(_folder, "pid");

        ProbeResult result = await _probe.CheckAsync(Server, Shell($"sleep 300 & echo $! > {pid}; exit 0"));

        Assert.Null(result.Fault);
        int left = int.Parse(await File.ReadAllTextAsync(pid, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        await Eventually.Holds(() => !IsAlive(left), "the background process is dead");
    }

    [Fact]
    public async Task A_process_that_left_the_session_is_not_waited_for()
    {
        string pid = Path.Combine(_folder, "pid");

        ProbeResult result = await _probe.CheckAsync(
            Server, Shell($"echo down >&2; setsid sh -c 'echo $$ > {pid}; exec sleep 300' & while [ ! -s {pid} ]; do sleep 0.01; done; exit 1"));

        Assert.Equal("the command exited with 1: down", result.Fault);
        using Process left = Process.GetProcessById(
            int.Parse(await File.ReadAllTextAsync(pid, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture));
        left.Kill();
    }

    [Fact]
    public async Task A_command_that_says_much_is_not_held_up()
    {
        ProbeResult result = await _probe.CheckAsync(Server, Shell("head -c 3000000 /dev/zero; echo x >&2; exit 1"));

        Assert.Equal("the command exited with 1: x", result.Fault);
    }

    [Fact]
    public async Task A_deadline_that_has_passed_already_leaves_no_process()
    {
        string mark = Path.Combine(_folder, "mark");
        for (int i = 0; i < 20; i++)
        {
            ProbeResult result = await _probe.RunAsync(
                Probing.TargetOf(Server), Shell($"sleep 300; : {mark}"), new CancellationToken(canceled: true));
            Assert.False(result.IsUp);
        }

        await Eventually.Holds(() => !Directory.GetDirectories("/proc").Any(p => Mentions(p, mark)), "no process is left");
    }

    private static ExecCheck Shell(string script) =>
        new() { Command = ["/bin/sh", "-c", script], Timeout = TimeSpan.FromSeconds(10) };

    private static bool Mentions(string process, string text)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(text, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A killed process whose new parent has not buried it yet counts as dead.</summary>
    private static bool IsAlive(int pid)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{pid}/stat");
            return status[status.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
