using System.Collections.Immutable;
using Tenbin.Cluster.Sharing;
using Tenbin.Director.Overrides;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Overrides;

public sealed class OverridesFileTests : IDisposable
{
    private static readonly ServerKey s_first = Bench.Key("172.18.1.33:80"), s_second = Bench.Key("172.18.1.34:80");
    private static readonly ImmutableHashSet<ServerKey> s_servers = [s_first, s_second];
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory["overrides.json"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_is_written_is_read_with_its_versions_and_what_was_undone()
    {
        SharedSetting[] settings =
        [
            OverrideSettings.Drain(s_first, true, new SettingVersion(1_700_000_000_000, 1)),
            OverrideSettings.Weight(s_first, null, new SettingVersion(8, 0)),
            OverrideSettings.Drain(s_second, false, new SettingVersion(9, 2)),
            OverrideSettings.Weight(s_second, 0, new SettingVersion(10, 3)),
        ];
        new OverridesFile(Path).Write(SharedSettings.Empty.With(settings, out _));

        var read = new OverridesFile(Path).Read(s_servers);

        Assert.Equal(settings.ToHashSet(), read.All.ToHashSet());
    }

    [Fact]
    public void A_file_from_before_there_were_versions_is_read_and_every_later_command_wins_over_it()
    {
        File.WriteAllText(Path, """
            { "servers": [
              { "service": "web", "server": "172.18.1.33:80", "drained": true, "weight": null },
              { "service": "web", "server": "172.18.1.34:80", "drained": false, "weight": 7 } ] }
            """);

        var read = new OverridesFile(Path).Read(s_servers);

        Assert.Equal(
            new Dictionary<ServerKey, ServerOverride> { [s_first] = new(true, null), [s_second] = new(false, 7) },
            OverrideSettings.InForce(read));
        Assert.Equal(2, read.Count);
        read.With([OverrideSettings.Drain(s_first, false, new SettingVersion(1, 0))], out var taken);
        Assert.Single(taken);
    }

    [Fact]
    public void A_program_from_before_there_were_versions_finds_what_it_knows()
    {
        new OverridesFile(Path).Write(SharedSettings.Empty.With([OverrideSettings.Drain(s_first, true, new SettingVersion(7, 1))], out _));

        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path));
        var entry = Assert.Single(json.RootElement.GetProperty("servers").EnumerateArray());

        Assert.Equal(("web", "172.18.1.33:80"), (entry.GetProperty("service").GetString(), entry.GetProperty("server").GetString()));
        Assert.True(entry.GetProperty("drained").GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, entry.GetProperty("weight").ValueKind);
    }

    [Fact]
    public void Servers_that_the_configuration_does_not_have_are_left_out_whatever_they_are_called()
    {
        File.WriteAllText(Path, $$"""
            { "servers": [
              { "service": "{{new string('x', 300)}}", "server": "172.18.1.33:80", "drained": true, "weight": null },
              { "service": "web", "server": "no address", "drained": true, "weight": null } ] }
            """);

        Assert.Empty(new OverridesFile(Path).Read(s_servers).All);
    }

    [Theory]
    [InlineData("""{ "servers": [ { "service": "web", "server": "172.18.1.33:80", "drained": false, "weight": 70000 } ] }""", "web/172.18.1.33:80 has weight 70000")]
    [InlineData("{ half", "cannot be read")]
    public void A_file_that_makes_no_sense_stops_the_start(string text, string told)
    {
        File.WriteAllText(Path, text);

        var refused = Assert.Throws<StartupException>(() => new OverridesFile(Path).Read(s_servers));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }
}
