using System.Collections.Immutable;
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

    private static readonly ImmutableDictionary<ServerKey, ServerOverride> _none = ImmutableDictionary<ServerKey, ServerOverride>.Empty;

    [Fact]
    public void Without_a_service_every_service_that_has_the_server_is_meant()
    {
        var (overrides, changes) = Edit(OverrideVerb.Drain, new ServerCommand { Server = "172.18.1.33" });

        Assert.Equal(["admin", "web"], overrides.Keys.Select(key => key.Service).Order());
        Assert.Equal(2, changes.Length);
    }

    [Fact]
    public void With_a_service_only_that_one_is_meant()
    {
        var (overrides, _) = Edit(OverrideVerb.Drain, new ServerCommand { Server = "172.18.1.33", Service = "web" });

        Assert.Equal("web", Assert.Single(overrides).Key.Service);
    }

    [Fact]
    public void What_is_so_already_is_no_change()
    {
        var command = new ServerCommand { Server = "172.18.1.34" };
        var (drained, _) = Edit(OverrideVerb.Drain, command);

        var (same, changes) = OverrideEditor.Edit(Files.Load(TwoServices).Config!, drained, OverrideVerb.Drain, command);

        Assert.Empty(changes);
        Assert.Equal(drained, same);
    }

    [Fact]
    public void The_weight_of_the_file_is_no_override()
    {
        var (overrides, changes) = Edit(OverrideVerb.Weight, new ServerCommand { Server = "172.18.1.34", Weight = 1 });

        Assert.Empty(overrides);
        Assert.Empty(changes);
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

    private static (ImmutableDictionary<ServerKey, ServerOverride> Overrides, ImmutableArray<string> Changes) Edit(
        OverrideVerb verb, ServerCommand command) => OverrideEditor.Edit(Files.Load(TwoServices).Config!, _none, verb, command);
}
