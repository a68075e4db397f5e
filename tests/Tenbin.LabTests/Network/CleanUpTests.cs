using Tenbin.Lab;
using Tenbin.Lab.Processes;
using Xunit;

namespace Tenbin.LabTests.Network;

public sealed class CleanUpTests
{
    [Fact]
    public async Task Disposing_a_lab_leaves_nothing()
    {
        var lab = await LabNetwork.Create();
        var machine = await lab.AddMachine("alone");
        await lab.MountBpf("bpf");
        var process = await machine.Start(["sleep", "1000"]);

        await lab.DisposeAsync();

        await process.Ended;
        Assert.False(Directory.Exists(lab.Directory));
        Assert.DoesNotContain(await Namespaces(), name => name.Contains(lab.Id, StringComparison.Ordinal));
        Assert.DoesNotContain(lab.Directory, await File.ReadAllTextAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_crashed_run_left_is_cleared_and_a_living_lab_is_not()
    {
        await using var living = await LabNetwork.Create();
        var crashed = await LabNetwork.Create();
        var machine = await crashed.AddMachine("alone");
        await crashed.MountBpf("bpf");
        var process = await machine.Start(["sleep", "1000"]);

        // As after a crash whose process id has been given to another process since.
        await File.WriteAllTextAsync(Path.Combine(crashed.Directory, "owner"), $"{Environment.ProcessId} 1\n", TestContext.Current.CancellationToken);
        var cleared = await LabNetwork.ClearLeftovers();

        Assert.Contains(crashed.Id, cleared);
        Assert.DoesNotContain(living.Id, cleared);
        await process.Ended;
        Assert.False(Directory.Exists(crashed.Directory));
        var namespaces = await Namespaces();
        Assert.DoesNotContain(namespaces, name => name.Contains(crashed.Id, StringComparison.Ordinal));
        Assert.Contains(namespaces, name => name.Contains(living.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Programs_die_with_the_process_that_runs_the_lab()
    {
        await using var lab = await LabNetwork.Create();
        var machine = await lab.AddMachine("alone");

        // A shell in the lab's place: it starts a program the lab's way, tells its id, and is killed.
        var parent = await machine.Start(["sh", "-c", "setpriv --pdeathsig KILL sleep 1000 & echo child $!; wait"]);
        await parent.WaitForOutput("child");
        var child = parent.Output.Lines[0].Split(' ')[1];

        await parent.Send(Signal.Kill);

        await Wait.Until("the child's end", () => !File.Exists($"/proc/{child}/stat"));
    }

    private static async Task<string[]> Namespaces() =>
        (await Command.Run(["ip", "netns", "list"])).Checked().Output.Split('\n');
}
