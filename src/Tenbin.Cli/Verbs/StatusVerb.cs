using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Cli.Text;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin status</c>.</summary>
internal static class StatusVerb
{
    public static Command Make(PlaceOptions places, Terminal terminal)
    {
        var output = OutputOption.Make();
        var verb = new Command("status", "Show services, real servers, sessions, rates and warnings") { output };
        verb.SetAction(async (parsed, stop) =>
        {
            var client = places.Connect(parsed);
            var report = await client.StatusAsync(stop);
            if (parsed.GetValue(output) == "json")
            {
                JsonText.Write(terminal, report, TenbinJson.Default.StatusReport);
            }
            else
            {
                terminal.Write(StatusText.Lines(report, DateTimeOffset.UtcNow, terminal.Size().Width));
            }

            return (int)ExitStatus.Good;
        });
        return verb;
    }
}
