using System.Globalization;
using Tenbin.Addresses.Scripts;
using Tenbin.Model.Configuration;
using Tenbin.TestKit;

namespace Tenbin.Addresses.Tests.Scripts;

public sealed class ResourceScriptTests : IDisposable
{
    private readonly ScriptFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ScriptStandard.Lsb, 0, ScriptState.Running, "it runs")]
    [InlineData(ScriptStandard.Lsb, 3, ScriptState.Stopped, "status says that it is stopped: said so")]
    [InlineData(ScriptStandard.Lsb, 1, ScriptState.Failed, "pid file")]
    [InlineData(ScriptStandard.Lsb, 2, ScriptState.Failed, "lock file")]
    [InlineData(ScriptStandard.Lsb, 4, ScriptState.Failed, "status exited with 4: said so")]
    [InlineData(ScriptStandard.Ocf, 0, ScriptState.Running, "it runs")]
    [InlineData(ScriptStandard.Ocf, 8, ScriptState.Running, "it runs")]
    [InlineData(ScriptStandard.Ocf, 7, ScriptState.Stopped, "monitor says that it is stopped: said so")]
    [InlineData(ScriptStandard.Ocf, 1, ScriptState.Failed, "monitor answered OCF_ERR_GENERIC (1): said so")]
    [InlineData(ScriptStandard.Ocf, 5, ScriptState.Failed, "OCF_ERR_INSTALLED (5: a program that it needs is not installed here)")]
    [InlineData(ScriptStandard.Ocf, 3, ScriptState.Failed, "OCF_ERR_UNIMPLEMENTED")]
    public async Task The_answer_is_read_by_the_standard(ScriptStandard standard, int exit, ScriptState state, string reason)
    {
        var answer = await Script(_folder.Write("s", standard, $"echo said so; exit {exit}")).Look(Token);

        Assert.Equal(state, answer.State);
        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lsb_arguments_come_before_the_verb()
    {
        var settings = _folder.Write("s", ScriptStandard.Lsb, "echo \"$@\" >> $D/calls; [ $3 = start ] || exit 3", arguments: ["10.0.0.1", "a b"]);
        await Script(settings).Start(Token);

        Assert.Equal(["10.0.0.1 a b status", "10.0.0.1 a b start"], _folder.Lines("calls"));
    }

    [Fact]
    public async Task Ocf_parameters_come_by_environment()
    {
        var settings = _folder.Write("s", ScriptStandard.Ocf, "env > $D/env") with { Parameters = [new("ip", "10.0.0.1"), new("nic", "a b")] };
        await Script(settings).Look(Token);

        var environment = _folder.Lines("env");
        Assert.Contains("OCF_RESKEY_ip=10.0.0.1", environment);
        Assert.Contains("OCF_RESKEY_nic=a b", environment);
        Assert.Contains("OCF_RESOURCE_INSTANCE=front_s", environment);
        Assert.Contains("OCF_ROOT=/usr/lib/ocf", environment);
    }

    [Fact]
    public async Task What_runs_is_not_started_again_and_what_is_stopped_not_stopped_again()
    {
        var script = Script(_folder.Good("s"));
        await script.Start(Token);
        await script.Start(Token);
        await script.Stop(Token);
        await script.Stop(Token);

        Assert.Equal(["s start", "s stop"], _folder.Actions());
    }

    [Fact]
    public async Task What_has_failed_is_stopped_before_it_is_started()
    {
        await Script(_folder.Write("s", ScriptStandard.Ocf, "echo s $1 >> $D/calls; [ $1 != monitor ] || exit 1")).Start(Token);

        Assert.Equal(["s monitor", "s stop", "s start"], _folder.Lines("calls"));
    }

    [Fact]
    public async Task A_failed_start_is_told_in_the_scripts_words_without_values()
    {
        var settings = _folder.Write("s", ScriptStandard.Ocf, "[ $1 = monitor ] && exit 7; echo no such database >&2; exit 6")
            with { Parameters = [new("password", "hush")] };
        var error = await Assert.ThrowsAsync<ResourceException>(() => Script(settings).Start(Token));

        Assert.Contains("start answered OCF_ERR_CONFIGURED (6: its parameters are wrong on any machine): no such database", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_does_not_end_is_ended_with_all_that_it_started()
    {
        var settings = _folder.Write(
            "s", ScriptStandard.Lsb, "[ $1 = start ] || exit 3\nsleep 300 & echo $! > $D/child\necho thinking\ntrap 'touch $D/asked; exit' TERM\nwait",
            TimeSpan.FromSeconds(1));
        var error = await Assert.ThrowsAsync<ResourceException>(() => Script(settings).Start(Token));

        Assert.Contains("start did not end within its timeout of 1 s and was killed: thinking", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.PathOf("asked")));
        await Eventually.Holds(() => !IsAlive("child"), "its child is dead");
    }

    [Fact]
    public async Task A_service_that_a_script_leaves_behind_lives_on()
    {
        await Script(_folder.Write("s", ScriptStandard.Lsb, "[ $1 = start ] || exit 3\nsh -c 'echo $$ > $D/service; while :; do echo I live; sleep 0.01; echo x >> $D/beats; done' &\nwhile [ ! -s $D/service ]; do sleep 0.01; done".Replace("'echo", "'D='$D'; echo", StringComparison.Ordinal))).Start(Token);

        // It goes on writing to the output it inherited.
        var before = _folder.Lines("beats").Length;
        await Eventually.Holds(() => _folder.Lines("beats").Length > before + 30, "it goes on");
        System.Diagnostics.Process.GetProcessById(Pid("service")).Kill();
    }

    [Fact]
    public async Task A_script_that_is_not_there_is_named()
    {
        var missing = new GroupScript("/nonexistent/agent", ScriptStandard.Ocf, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        foreach (var call in (Func<CancellationToken, Task>[])[Script(missing).Start, Script(missing).Stop, Script(missing).Look])
        {
            var error = await Assert.ThrowsAsync<ResourceException>(() => call(Token));
            Assert.Contains("/nonexistent/agent is not there", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_the_script()
    {
        var script = Script(_folder.Write("s", ScriptStandard.Lsb, "[ $1 = start ] || exit 3\necho $$ > $D/child\nexec sleep 300"));
        using var cancel = new CancellationTokenSource();
        var start = script.Start(cancel.Token);
        await Eventually.Holds(() => _folder.Lines("child").Length == 1, "the script runs");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        await Eventually.Holds(() => !IsAlive("child"), "the script is dead");
    }

    private static ResourceScript Script(GroupScript settings) => new(settings, "front_s", TimeProvider.System);

    private int Pid(string file) => int.Parse(_folder.Lines(file)[0], CultureInfo.InvariantCulture);

    private bool IsAlive(string file) =>
        File.Exists($"/proc/{Pid(file)}/stat") && !File.ReadAllText($"/proc/{Pid(file)}/stat").Contains(") Z", StringComparison.Ordinal);
}
