using System.CommandLine;
using Tenbin.Aws.Policy;
using Tenbin.Cli.Screen;
using Tenbin.Director;
using Tenbin.Model.Configuration;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin aws policy</c>: what a file needs of AWS. Asks AWS nothing.</summary>
internal static class AwsVerb
{
    public static Command Make(Terminal terminal) => new("aws", "What a configuration needs of AWS") { MakePolicy(terminal) };

    private static Command MakePolicy(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Configuration file" };
        var verb = new Command("policy", "Print the IAM policy with the least that the directors need for this file") { file };
        verb.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var result = ConfigLoader.LoadFile(path);
            if (!result.IsValid)
            {
                throw new VerbException(ExitStatus.BadUsage, string.Join('\n', result.Errors));
            }

            terminal.Out.WriteLine(IamPolicy.For(result.Config, result.Config.Cluster?.Name ?? "") ?? throw new VerbException(
                ExitStatus.Failed, $"{path}: nothing of it needs AWS: no address has an AWS mover, and the witness is none of AWS"));
            return (int)ExitStatus.Good;
        });
        return verb;
    }
}
