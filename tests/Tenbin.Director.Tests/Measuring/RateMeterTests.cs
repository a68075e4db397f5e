using System.Collections.Immutable;
using System.Net;
using Tenbin.Director.Api;
using Tenbin.Director.Measuring;
using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.TestKit;

namespace Tenbin.Director.Tests.Measuring;

public sealed class RateMeterTests
{
    private static readonly ServiceAddress _service = new(IPAddress.Parse("172.18.1.199"), 80, Protocol.Tcp);
    private readonly ManualTime _time = new();

    [Fact]
    public void The_first_look_gives_no_rate()
    {
        Assert.Equal(TrafficRates.None, new RateMeter(_time).Observe(Snapshot(1_000)).Of(_service));
    }

    [Fact]
    public void Rates_are_per_second_of_the_time_that_has_passed()
    {
        var meter = new RateMeter(_time);
        meter.Observe(Snapshot(1_000));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(50, meter.Observe(Snapshot(1_100)).Of(_service).Sessions, 3);
    }

    [Fact]
    public void A_counter_that_began_anew_counts_from_zero()
    {
        var meter = new RateMeter(_time);
        meter.Observe(Snapshot(1_000));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(10, meter.Observe(Snapshot(10)).Of(_service).Sessions, 3);
    }

    private static DataPlaneSnapshot Snapshot(long sessions) => new()
    {
        Services = [new ServiceCounters(_service, new Traffic(sessions, 0, 0, 0, 0), [])],
        Events = ImmutableSortedDictionary<string, long>.Empty,
        Sessions = 0,
        SessionLimit = 1,
        KernelMemory = 0,
        Attachments = [],
    };
}
