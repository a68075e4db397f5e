using Tenbin.Cluster.Transport;
using Tenbin.Director.Clustering;
using Tenbin.Director.Tests.Fakes;

namespace Tenbin.Director.Tests.Reloading;

public sealed class KeyReloadTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Bench _bench = new();
    private readonly List<string> _used = [];
    private KeyFile _keys = KeyFile.Generate(DateTimeOffset.UnixEpoch);

    public KeyReloadTests()
    {
        Save();
        _bench.Core.Keys = new ClusterKeys(File, KeyFile.Load(File), keys => _used.Add($"{keys}"));
        _bench.Started();
    }

    private string File => _directory["cluster.key"];

    public void Dispose()
    {
        _bench.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_reload_uses_the_key_file_as_it_is_now_and_says_what_has_changed()
    {
        _keys = _keys.Stage(DateTimeOffset.UnixEpoch);
        Save();

        Assert.Equal([$"key file {File}: keys 1, 2; 1 active; before keys 1; 1 active"], (await _bench.Reload()).Changes);
        Assert.Equal(["keys 1, 2; 1 active"], _used);
        Assert.Empty((await _bench.Reload()).Changes);
    }

    [Fact]
    public async Task Invariant1_A_broken_key_file_refuses_the_reload_and_the_old_keys_and_services_go_on()
    {
        await System.IO.File.WriteAllTextAsync(File, "rubbish", TestContext.Current.CancellationToken);
        _bench.Text = Files.WebAndDatabase;

        var refused = await Assert.ThrowsAsync<CommandRefusedException>(_bench.Reload);

        Assert.StartsWith(File, Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Empty(_used);
        Assert.Single(_bench.Core.View.Config.Config.Services);
        Assert.Contains(_bench.Warnings, warning => warning.Contains(File, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_configuration_leaves_the_keys_alone()
    {
        _keys = _keys.Stage(DateTimeOffset.UnixEpoch);
        Save();
        _bench.Text = Files.Broken;

        await Assert.ThrowsAsync<CommandRefusedException>(_bench.Reload);

        Assert.Empty(_used);
    }

    private void Save() => _keys.Save(File);
}
