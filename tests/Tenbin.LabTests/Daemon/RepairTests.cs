using Tenbin.Lab;
using Tenbin.Lab.Load;
using Tenbin.Lab.Processes;
using Tenbin.LabTests.Running;
using Xunit;

namespace Tenbin.LabTests.Daemon;

public sealed class RepairTests
{
    [Fact]
    public async Task Invariant5_a_service_deleted_from_the_kernel_is_put_back()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);
        var map = Path.Combine(running.Director.PinDirectory, "maps", "services");
        var keys = await Keys(map);
        Assert.Equal(4, keys.Count);

        (await Command.Run(["bpftool", "map", "delete", "pinned", map, "key", "hex", .. keys[0].Split(' ')])).Checked();

        await Wait.Until("the service to be back", async () => (await Keys(map)).Count == 4, TimeSpan.FromSeconds(5));
        await AllAnswer(running);
    }

    [Fact]
    public async Task Invariant5_a_detached_program_is_attached_again()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);
        var director = running.Site.DirectorMachine;

        (await director.Run("tc", "filter", "delete", "dev", "outside", "ingress")).Checked();

        await Wait.Until(
            "the program to be back",
            async () => (await director.Run("tc", "filter", "show", "dev", "outside", "ingress")).Output
                .Contains("bpf", StringComparison.Ordinal),
            TimeSpan.FromSeconds(5));
        await AllAnswer(running);
    }

    [Fact]
    public async Task Invariant5_an_interface_that_comes_later_is_served()
    {
        await using var running = await RunningSite.Start(RunningSite.PeersAndWeb);
        var site = running.Site;
        var branch = await site.Network.AddSegment("branch");
        var visitor = await site.Network.AddMachine("visitor", branch, 10);

        await site.DirectorMachine.Join(branch, 1);
        await visitor.SetGateway(branch.V4(1));

        await running.Director.WaitFor(
            "a program on the new interface",
            status => status.DataPlane.Attachments.Any(attachment => attachment.Interface == "branch"));
        await using var load = await LoadClient.Start(visitor, Connections.New, 50, $"http://{site.NatV4}:80/");
        await load.WaitForAnswers(20);
        Assert.Empty((await load.Stop()).Failures);
    }

    private static async Task AllAnswer(RunningSite running)
    {
        var site = running.Site;
        await using var load = await LoadClient.Start(
            site.Client, Connections.New, 50, $"http://{site.NatV4}:80/", $"http://{site.DsrV4}:80/");
        await load.WaitForAnswers(40);
        Assert.Empty((await load.Stop()).Failures);
        Assert.Equal(4, load.Report.ByServer().Count);
    }

    /// <summary>The keys of a pinned map, as bpftool takes them again: bytes in hexadecimal.</summary>
    private static async Task<IReadOnlyList<string>> Keys(string map)
    {
        var dump = (await Command.Run(["bpftool", "--json", "map", "dump", "pinned", map])).Checked().Output;
        using var json = System.Text.Json.JsonDocument.Parse(dump);
        return
        [
            .. json.RootElement.EnumerateArray().Select(entry => string.Join(
                ' ', entry.GetProperty("key").EnumerateArray().Select(value => value.GetString()!.Replace("0x", "", StringComparison.Ordinal)))),
        ];
    }
}
