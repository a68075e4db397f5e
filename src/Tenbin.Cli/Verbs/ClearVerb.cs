using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Director;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin clear</c>.</summary>
internal static class ClearVerb
{
    public static Command Make(PlaceOptions places, Terminal terminal)
    {
        var force = new Option<bool>("--force") { Description = "Even while a daemon runs, which will put everything back" };
        var verb = new Command("clear", "Remove everything that the daemon made in the kernel: forwarding and all sessions end") { force };
        verb.SetAction(parsed =>
        {
            foreach (var removed in Clearing.Run(places.Paths(parsed), parsed.GetValue(force)).DefaultIfEmpty("there was nothing to remove"))
            {
                terminal.Out.WriteLine(removed);
            }

            return (int)ExitStatus.Good;
        });
        return verb;
    }
}
