using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Director;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin version</c>.</summary>
internal static class VersionVerb
{
    public static Command Make(Terminal terminal)
    {
        var verb = new Command("version", "Print the version");
        verb.SetAction(_ =>
        {
            terminal.Out.WriteLine($"tenbin {DirectorDaemon.Version}");
            return (int)ExitStatus.Good;
        });
        return verb;
    }
}
