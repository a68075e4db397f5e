using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Cli.Text;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin sessions</c>.</summary>
internal static class SessionsVerb
{
    public static Command Make(PlaceOptions places, Terminal terminal)
    {
        Option<string?>[] filters =
        [
            new("--client") { Description = "Only this client", HelpName = "ADDRESS" },
            new("--service") { Description = "Only this service", HelpName = "NAME|VIP:PORT" },
            new("--server") { Description = "Only this real server", HelpName = "ADDRESS" },
            new("--state") { Description = "Only this state, e.g. established", HelpName = "STATE" },
            new("--limit") { Description = "At most so many; default 1000", HelpName = "N" },
        ];
        var output = OutputOption.Make();
        var verb = new Command("sessions", "List live sessions") { output };
        Array.ForEach(filters, verb.Options.Add);
        verb.SetAction(async (parsed, stop) =>
        {
            var client = places.Connect(parsed);
            var query = filters.Select(filter => (filter.Name.TrimStart('-'), parsed.GetValue(filter)));
            var list = await client.SessionsAsync(query, stop);
            if (parsed.GetValue(output) == "json")
            {
                JsonText.Write(terminal, list, TenbinJson.Default.SessionList);
            }
            else
            {
                terminal.Write(SessionText.Lines(list, terminal.Size().Width));
            }

            return (int)ExitStatus.Good;
        });
        return verb;
    }
}
