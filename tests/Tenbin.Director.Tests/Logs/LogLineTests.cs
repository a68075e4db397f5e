using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tenbin.Director.Logs;

namespace Tenbin.Director.Tests.Logs;

public sealed class LogLineTests
{
    private static readonly DateTimeOffset _at = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Theory]
    [InlineData(LogLevel.Critical, "<2>web is down\n")]
    [InlineData(LogLevel.Error, "<3>web is down\n")]
    [InlineData(LogLevel.Warning, "<4>web is down\n")]
    [InlineData(LogLevel.Information, "<6>web is down\n")]
    [InlineData(LogLevel.Debug, "<7>web is down\n")]
    public void The_journal_gets_the_syslog_level(LogLevel level, string line) =>
        Assert.Equal(line, LogLine.Of(LogLayout.Journal, _at, level, "director", new EventId(1), "web is down", null));

    [Fact]
    public void People_get_time_level_and_message() => Assert.EndsWith(
        " warning  web is down\n", LogLine.Of(LogLayout.Plain, _at, LogLevel.Warning, "director", new EventId(1), "web is down", null), StringComparison.Ordinal);

    [Fact]
    public void Json_is_one_object_a_line()
    {
        var line = LogLine.Of(LogLayout.Json, _at, LogLevel.Warning, "director", new EventId(1011, "Down"), "a\n\"b\"", null);

        using var document = JsonDocument.Parse(line);
        Assert.Equal(1, line.Count(c => c == '\n'));
        Assert.Equal("a\n\"b\"", document.RootElement.GetProperty("message").GetString());
        Assert.Equal(1011, document.RootElement.GetProperty("event").GetInt32());
    }

    [Fact]
    public void Invariant8_Text_from_outside_cannot_begin_a_line_or_steer_a_terminal()
    {
        var line = LogLine.Of(LogLayout.Journal, _at, LogLevel.Error, "director", new EventId(1), "bad\n<0>panic \e[2J", null);

        Assert.Equal("<3>bad <0>panic  [2J\n", line);
    }
}
