using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Logs;

/// <summary>One log line as text. Pure.</summary>
internal static class LogLine
{
    /// <summary>The line, or several for an exception, each with its line feed.</summary>
    public static string Of(
        LogLayout layout, DateTimeOffset at, LogLevel level, string category, EventId id, string message, Exception? exception)
    {
        if (layout == LogLayout.Json)
        {
            return Json(at, level, category, id, message, exception);
        }

        var prefix = layout == LogLayout.Journal
            ? $"<{Syslog(level)}>"
            : string.Create(CultureInfo.InvariantCulture, $"{at.LocalDateTime:yyyy-MM-dd HH:mm:ss} {Word(level),-8} ");
        var lines = new StringBuilder().Append(prefix).Append(Clean(message)).Append('\n');
        foreach (var line in exception?.ToString().Split('\n') ?? [])
        {
            lines.Append(prefix).Append(Clean(line)).Append('\n');
        }

        return lines.ToString();
    }

    // A reason may carry what a server sent: it must not begin a line of its own or steer a terminal.
    private static string Clean(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    private static string Json(
        DateTimeOffset at, LogLevel level, string category, EventId id, string message, Exception? exception)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", at.UtcDateTime);
            json.WriteString("level", Word(level));
            json.WriteString("room", category);
            json.WriteNumber("event", id.Id);
            json.WriteString("name", id.Name);
            json.WriteString("message", message);
            if (exception is not null)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static int Syslog(LogLevel level) => level switch
    {
        LogLevel.Critical => 2,
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "debug",
    };
}
