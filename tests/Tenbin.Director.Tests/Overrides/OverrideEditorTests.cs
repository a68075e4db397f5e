using System.Collections.Immutable;
using Tenbin.Cluster.Sharing;
using Tenbin.Director.Api;
using Tenbin.Director.Overrides;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Overrides;

public sealed class OverrideEditorTests
{
    private const string TwoServices = Files.Web + """

          admin:
            listen: 172.18.1.199:8080/tcp
            forward: nat
            servers: [172.18.1.33]
            check: { type: tcp }
        """;

    private static readonly SettingVersion s_version = new(7, 1);
    private static readonly ImmutableDictionary<ServerKey, ServerOverride> s_none = ImmutableDictionary<ServerKey, ServerOverride>.Empty;

    [Fact]
    public void Without_a_service_every_service_that_has_the_server_is_meant()
    {
        var (made, changes) = Edit(OverrideVerb.Drain, new ServerCommand { Server = "172.18.1.33" });

        Assert.Equal(["admin", "web"], made.Select(setting => setting.Key.Server.Service).Order());
        Assert.Equal(2, changes.Length);
    }

    [Fact]
    public void With_a_service_only_that_one_is_meant()
    {
        var (made, _) = Edit(OverrideVerb.Drain, new ServerCommand { Server = "172.18.1.33", Service = "web" });

        Assert.Equal("web", Assert.Single(made).Key.Server.Service);
    }

    [Fact]
    public void What_is_so_already_is_no_change_but_said_anew_since_another_node_may_know_otherwise()
    {
        var command = new ServerCommand { Server = "172.18.1.34" };
        var drained = InForce(Edit(OverrideVerb.Drain, command).Made);

        var (made, changes) = Edit(OverrideVerb.Drain, command, drained);

        Assert.Empty(changes);
        Assert.Equal(s_version, Assert.Single(made).Version);
        Assert.Equal(drained, InForce(made));
    }

    [Fact]
    public void The_weight_of_the_file_is_no_override()
    {
        var (made, changes) = Edit(OverrideVerb.Weight, new ServerCommand { Server = "172.18.1.34", Weight = 1 });

        Assert.Empty(InForce(made));
        Assert.Empty(changes);
    }

    [Fact]
    public void Each_difference_between_two_states_has_its_sentence()
    {
        var config = Files.Load(TwoServices).Config!;
        var drained = InForce(Edit(OverrideVerb.Drain, new ServerCommand { Server = "172.18.1.34" }).Made);
        var weighed = InForce(Edit(OverrideVerb.Weight, new ServerCommand { Server = "172.18.1.34", Weight = 7 }).Made);

        Assert.Equal(
            ["web/172.18.1.34:80 is no longer drained", "web/172.18.1.34:80 has weight 7 (it was 1, the file says 1)"],
            OverrideEditor.Differences(config, drained, weighed));
        Assert.Equal(["web/172.18.1.34:80 has the file's weight 1 again (it was 7)"], OverrideEditor.Differences(config, weighed, s_none));
        Assert.Empty(OverrideEditor.Differences(config, weighed, weighed));
    }

    [Theory]
    [InlineData("172.18.1.99", null, 404, "172.18.1.33:80")]
    [InlineData("172.18.1.33", "wbe", 404, "web, admin")]
    [InlineData("web01", null, 422, "not a real server")]
    [InlineData("172.18.1.33:0", null, 422, "not a real server")]
    public void A_wrong_target_is_refused_and_told_what_there_is(string server, string? service, int status, string told)
    {
        var refused = Assert.Throws<CommandRefusedException>(
            () => Edit(OverrideVerb.Drain, new ServerCommand { Server = server, Service = service }));

        Assert.Equal(status, refused.Status);
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65_536)]
    public void A_weight_out_of_range_is_refused(int weight)
    {
        var refused = Assert.Throws<CommandRefusedException>(
            () => Edit(OverrideVerb.Weight, new ServerCommand { Server = "172.18.1.33", Weight = weight }));

        Assert.Equal(422, refused.Status);
    }

    private static (ImmutableArray<SharedSetting> Made, ImmutableArray<string> Changes) Edit(
        OverrideVerb verb, ServerCommand command, ImmutableDictionary<ServerKey, ServerOverride>? overrides = null) =>
        OverrideEditor.Edit(Files.Load(TwoServices).Config!, overrides ?? s_none, verb, command, s_version);

    private static ImmutableDictionary<ServerKey, ServerOverride> InForce(IEnumerable<SharedSetting> settings) =>
        OverrideSettings.InForce(SharedSettings.Empty.With(settings, out _));
}
