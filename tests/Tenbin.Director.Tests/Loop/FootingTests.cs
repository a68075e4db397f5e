using Tenbin.Director.Tests.Fakes;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Loop;

public sealed class FootingTests
{
    [Fact]
    public void A_fallback_that_serves_while_first_checks_are_out_is_no_news()
    {
        using var bench = new Bench(Files.WebWithFallback).Started();
        bench.Tick();

        Assert.Equal(0, bench.Log.Count("the fallback"));
        Assert.Empty(bench.Warnings);
    }

    [Fact]
    public void A_fallback_that_serves_because_all_are_down_is_a_warning()
    {
        using var bench = new Bench(Files.WebWithFallback).Started();
        bench.Find("172.18.1.33:80", ServerHealth.Down);
        bench.Find("172.18.1.34:80", ServerHealth.Down);

        Assert.True(bench.Log.Has("Warning web: no real server takes new sessions, the fallback 172.18.1.222:80 does"));
    }
}
