using Tenbin.Director.Api;
using Tenbin.Director.Clustering;
using Tenbin.Director.Overrides;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Clustering;

public sealed class ServerReachTests : IDisposable
{
    private const string First = "172.18.1.33:80", Second = "172.18.1.34:80";
    private readonly Bench _bench = new Bench(Files.WebWithFallback).Started();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_service_has_servers_until_all_of_them_are_found_down()
    {
        Assert.True(HasServers);
        _bench.Find(First, ServerHealth.Down);
        Assert.True(HasServers);
        _bench.Find(Second, ServerHealth.Down);
        Assert.False(HasServers);
        _bench.Find(First, ServerHealth.Up);
        Assert.True(HasServers);
    }

    [Fact]
    public async Task Invariant7_What_an_operator_drains_makes_no_node_less_fit()
    {
        _bench.With(First, Second);

        await _bench.Ask(OverrideVerb.Drain, new ServerCommand { Server = First });
        await _bench.Ask(OverrideVerb.Weight, new ServerCommand { Server = Second, Weight = 0 });

        Assert.NotEqual(Admission.Open, _bench.Kernel.AdmissionOf(First));
        Assert.True(HasServers);
    }

    private bool HasServers => ServerReach.HasServers(_bench.Core.View.Config.Config.Services[0], _bench.Core.View.Findings);
}
