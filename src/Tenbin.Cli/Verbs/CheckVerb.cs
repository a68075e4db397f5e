using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Director;
using Tenbin.Model.Configuration;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin check</c>.</summary>
internal static class CheckVerb
{
    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Configuration file" };
        var verb = new Command("check", "Check a configuration file; every mistake is named") { file };
        verb.SetAction(parsed =>
        {
            var result = ConfigLoader.LoadFile(parsed.GetValue(file)!);
            if (!result.IsValid)
            {
                throw new VerbException(ExitStatus.BadUsage, string.Join('\n', result.Errors));
            }

            var servers = result.Config.Services.Sum(service => service.Servers.Length);
            terminal.Out.WriteLine($"{parsed.GetValue(file)}: good; services {result.Config.Services.Length}, real servers {servers}");
            return (int)ExitStatus.Good;
        });
        return verb;
    }
}
