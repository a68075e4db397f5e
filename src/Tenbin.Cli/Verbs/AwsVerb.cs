using System.CommandLine;
using Tenbin.Aws.Policy;
using Tenbin.Cli.Screen;
using Tenbin.Director;
using Tenbin.Model.Configuration;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin aws policy</c>: asks AWS nothing. <c>tenbin doctor</c> asks whether it is so.</summary>
internal static class AwsVerb
{
    public static Command Make(Terminal terminal) => new("aws", "What a configuration needs of AWS") { MakePolicy(terminal) };

    private static Command MakePolicy(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Configuration file" };
        var verb = new Command("policy", "Print the IAM policy with the least that the directors need for this file") { file };
        verb.SetAction(parsed =>
        {
            var config = Load(parsed.GetValue(file)!);
            terminal.Out.WriteLine(IamPolicy.For(config, config.Cluster?.Name ?? "") ?? throw NotNeeded(parsed.GetValue(file)!));
            return (int)ExitStatus.Good;
        });
        return verb;
    }

    private static TenbinConfig Load(string path)
    {
        var result = ConfigLoader.LoadFile(path);
        return result.IsValid ? result.Config : throw new VerbException(ExitStatus.BadUsage, string.Join('\n', result.Errors));
    }

    private static VerbException NotNeeded(string path) =>
        new(ExitStatus.Failed, $"{path}: nothing of it needs AWS: no address has an AWS mover, and the witness is none of AWS");
}
