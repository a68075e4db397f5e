using System.CommandLine;
using Microsoft.Extensions.Logging;
using Tenbin.Director;
using Tenbin.Director.Logs;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin run</c>.</summary>
internal static class RunVerb
{
    public static Command Make(PlaceOptions places)
    {
        var config = new Option<string>("--config", "-c") { Description = "Configuration file", Required = true, HelpName = "FILE" };
        var format = new Option<string>("--log-format")
        {
            Description = "auto is journal when stderr is the journal, else plain",
            DefaultValueFactory = _ => "auto",
        };
        format.AcceptOnlyFromAmong("auto", "plain", "journal", "json");
        var level = new Option<string>("--log-level") { Description = "Least level shown", DefaultValueFactory = _ => "info" };
        level.AcceptOnlyFromAmong("debug", "info", "warning", "error");
        var verb = new Command("run", "Run the daemon: forward, check, keep forwarding when it ends") { config, format, level };
        verb.SetAction(async (parsed, stop) =>
        {
            var options = new DirectorOptions { ConfigFile = parsed.GetValue(config)!, Paths = places.Paths(parsed) };
            using var provider = new LineLoggerProvider(Console.Error, Layout(parsed.GetValue(format)!), TimeProvider.System);
            using var loggers = LoggerFactory.Create(logging => logging
                .AddProvider(provider)
                .SetMinimumLevel(Level(parsed.GetValue(level)!))
                .AddFilter("Microsoft", LogLevel.Warning));
            await DirectorDaemon.RunAsync(options, loggers, stop);
            return (int)ExitStatus.Good;
        });
        return verb;
    }

    private static LogLayout Layout(string name) => name switch
    {
        "plain" => LogLayout.Plain,
        "journal" => LogLayout.Journal,
        "json" => LogLayout.Json,
        _ => JournalStream.IsStandardError() ? LogLayout.Journal : LogLayout.Plain,
    };

    private static LogLevel Level(string name) => name switch
    {
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.Information,
    };
}
