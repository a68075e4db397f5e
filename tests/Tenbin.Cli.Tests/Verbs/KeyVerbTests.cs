using Tenbin.Cli.Tests.Fakes;
using Tenbin.Cluster.Transport;
using Tenbin.Director;

namespace Tenbin.Cli.Tests.Verbs;

public sealed class KeyVerbTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tenbin-");

    private string Key => Path.Combine(_directory.FullName, "cluster.key");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task New_makes_a_file_for_its_owner_only_and_never_overwrites_one()
    {
        await RunAsync(ExitStatus.Good, "new", Key);
        var made = File.ReadAllText(Key);

        var terminal = await RunAsync(ExitStatus.Failed, "new", Key);

        Assert.Equal(made, File.ReadAllText(Key));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
        Assert.Contains("is there already", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotation_has_three_steps_and_each_says_the_next()
    {
        await RunAsync(ExitStatus.Good, "new", Key);

        var staged = await RunAsync(ExitStatus.Good, "rotate", Key);
        Assert.Equal((2, 1, 2), Keys());
        Assert.Contains($"tenbin key rotate --activate {Key}", staged.Out, StringComparison.Ordinal);

        var activated = await RunAsync(ExitStatus.Good, "rotate", Key, "--activate");
        Assert.Equal((2, 2, 0), Keys());
        Assert.Contains($"tenbin key rotate --prune {Key}", activated.Out, StringComparison.Ordinal);

        await RunAsync(ExitStatus.Good, "rotate", Key, "--prune");
        Assert.Equal((1, 2, 0), Keys());
    }

    [Fact]
    public async Task A_step_out_of_order_changes_nothing_and_says_what_comes_first()
    {
        await RunAsync(ExitStatus.Good, "new", Key);
        var made = File.ReadAllText(Key);

        Assert.Contains("no key is staged", (await RunAsync(ExitStatus.Failed, "rotate", Key, "--activate")).Error, StringComparison.Ordinal);
        Assert.Contains("nothing to drop", (await RunAsync(ExitStatus.Failed, "rotate", Key, "--prune")).Error, StringComparison.Ordinal);
        await RunAsync(ExitStatus.BadUsage, "rotate", Key, "--activate", "--prune");

        Assert.Equal(made, File.ReadAllText(Key));
    }

    [Fact]
    public async Task Invariant9_No_step_and_no_error_prints_a_secret()
    {
        List<string> said = [];
        said.Add((await RunAsync(ExitStatus.Good, "new", Key)).Out);
        said.Add((await RunAsync(ExitStatus.Good, "rotate", Key)).Out);
        said.Add((await RunAsync(ExitStatus.Failed, "rotate", Key)).Error);
        var words = File.ReadAllLines(Key).Where(line => line[0] == 'k').Select(line => line.Split(' ')[4]).ToArray();
        File.WriteAllText(Key, File.ReadAllText(Key).Replace(" active ", " activ ", StringComparison.Ordinal));
        said.Add((await RunAsync(ExitStatus.Failed, "rotate", Key)).Error);
        File.WriteAllText(Key, File.ReadAllText(Key).Replace("=", "", StringComparison.Ordinal).Replace(" activ ", " active ", StringComparison.Ordinal));
        said.Add((await RunAsync(ExitStatus.Failed, "rotate", Key)).Error);

        Assert.Equal(2, words.Length);
        Assert.All(said, text => Assert.NotEmpty(text));
        Assert.All(said, text => Assert.All(words, word => Assert.DoesNotContain(word[..8], text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_missing_file_is_an_error_with_a_remedy() =>
        Assert.Contains("tenbin key new", (await RunAsync(ExitStatus.Failed, "rotate", Key)).Error, StringComparison.Ordinal);

    private (int Count, int Active, int Staged) Keys()
    {
        var file = KeyFile.Load(Key);
        return (file.Keys.Length, file.Active.Id, file.Staged?.Id ?? 0);
    }

    private static async Task<FakeTerminal> RunAsync(ExitStatus status, params string[] args)
    {
        var terminal = new FakeTerminal();
        Assert.Equal((int)status, await terminal.RunAsync(["key", .. args]));
        return terminal;
    }
}
