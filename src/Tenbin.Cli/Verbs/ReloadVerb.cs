using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Director;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin reload</c>.</summary>
internal static class ReloadVerb
{
    public static Command Make(PlaceOptions places, Terminal terminal)
    {
        var verb = new Command("reload", "Make the daemon read its file again; a bad file changes nothing");
        verb.SetAction(async (parsed, stop) =>
        {
            var client = places.Connect(parsed);
            var answer = await client.ReloadAsync(stop);
            CommandText.Write(terminal, answer, "reloaded: nothing has changed");
            return (int)ExitStatus.Good;
        });
        return verb;
    }
}
