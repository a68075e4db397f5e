using Microsoft.Extensions.Logging;
using Tenbin.Director.Measuring;
using Tenbin.Director.Tests.Fakes;

namespace Tenbin.Director.Tests.Measuring;

public sealed class AlarmTests
{
    [Fact]
    public void The_table_alarm_speaks_once_at_80_and_once_at_95_percent_and_once_when_it_is_over()
    {
        var log = new CollectedLog();
        var alarm = new TableAlarm(log);

        string?[] warnings = [.. new long[] { 500, 810, 820, 960, 955, 940, 780, 760, 700 }.Select(used => alarm.Observe(used, 1_000))];

        Assert.Null(warnings[0]);
        Assert.Contains("81 % full (810 of 1000)", warnings[1], StringComparison.Ordinal);
        Assert.Null(warnings[^1]);
        Assert.Equal([LogLevel.Warning, LogLevel.Critical, LogLevel.Information, LogLevel.Information], log.Lines.Select(Level));
    }

    [Fact]
    public void A_packet_event_is_told_when_it_rises_then_at_most_once_a_minute()
    {
        using var bench = new Bench().Started();
        bench.Kernel.Events["no-server"] = 5;
        bench.Tick();
        Assert.Equal(0, bench.Log.Count("no-server"));

        for (var second = 0; second < 59; second++)
        {
            bench.Kernel.Events["no-server"]++;
            bench.Tick();
        }

        Assert.Equal(1, bench.Log.Count("Packet event no-server: 1 more, 6 in all"));
        Assert.Equal(1, bench.Log.Count("no-server"));
        bench.Kernel.Events["no-server"]++;
        bench.Tick();
        bench.Tick();
        Assert.Equal(2, bench.Log.Count("no-server"));
        Assert.True(bench.Log.Has("59 more, 65 in all"));
    }

    [Fact]
    public void Repairs_are_told_at_a_bounded_rate()
    {
        using var bench = new Bench().Started();
        for (var second = 0; second < 50; second++)
        {
            bench.Kernel.Servers.Clear();
            bench.Tick();
        }

        Assert.InRange(bench.Log.Count("Put right"), 20, 21);
        for (var second = 0; second < 15; second++)
        {
            bench.Tick();
        }

        Assert.True(bench.Log.Has("Put right: 80 more in the last minute"));
    }

    private static LogLevel Level(string line) => Enum.Parse<LogLevel>(line.Split(' ')[0]);
}
