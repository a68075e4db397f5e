using System.Globalization;
using Tenbin.Lab;
using Tenbin.Lab.Processes;
using Xunit;

namespace Tenbin.LabTests.Network;

/// <summary>A demo that is interrupted leaves nothing behind.</summary>
public sealed class InterruptedDemoTests
{
    private const string Root = "/run/tenbin-lab";

    [Theory]
    [InlineData("each is a network namespace", Signal.Interrupt)]
    [InlineData("tenbin runs", Signal.Terminate)]
    public async Task Its_lab_is_gone(string when, Signal signal)
    {
        await using var lab = await LabNetwork.Create();
        var machine = await lab.AddMachine("alone");
        await using var demo = await machine.Start([Programs.Demo, "small"]);
        await demo.WaitForOutput(when);
        var id = Path.GetFileName(Assert.Single(Directory.EnumerateDirectories(Root), directory => IsOwner(demo.Id, directory)));

        await demo.Send(signal);

        Assert.True(await demo.Ended == 130, demo.Output.ToString());
        Assert.False(Directory.Exists(Path.Combine(Root, id)));
        Assert.DoesNotContain(id, (await Command.Run(["ip", "netns", "list"])).Checked().Output, StringComparison.Ordinal);
        Assert.DoesNotContain(id, await File.ReadAllTextAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static bool IsOwner(int pid, string directory) =>
        File.ReadAllText(Path.Combine(directory, "owner")).StartsWith(pid.ToString(CultureInfo.InvariantCulture) + " ", StringComparison.Ordinal);
}
