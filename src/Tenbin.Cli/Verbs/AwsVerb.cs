using System.CommandLine;
using Tenbin.Aws;
using Tenbin.Aws.Checks;
using Tenbin.Aws.Policy;
using Tenbin.Cli.Screen;
using Tenbin.Director;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;
using Tenbin.Model.Configuration;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin aws policy</c> asks AWS nothing; <c>tenbin aws check</c> asks it, on a director, what a failover would ask.</summary>
internal static class AwsVerb
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static Command Make(Terminal terminal) => new("aws", "What a configuration needs of AWS, and whether it has it") { MakePolicy(terminal), MakeCheck(terminal) };

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

    private static Command MakeCheck(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Configuration file" };
        var verb = new Command("check", "On a director: look for what a failover would run into: metadata, credentials, permissions, ids, subnets, limits; changes nothing") { file };
        verb.SetAction(async (parsed, stop) =>
        {
            var config = Load(parsed.GetValue(file)!);
            using var patience = new CancellationTokenSource(s_patience);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
            var found = await FindAsync(config, deadline.Token);
            stop.ThrowIfCancellationRequested();
            foreach (var finding in found)
            {
                terminal.Out.WriteLine($"{(finding.Severity == AwsSeverity.Error ? "error" : "warning")}  {finding}");
            }

            if (found.Count == 0)
            {
                terminal.Out.WriteLine($"{parsed.GetValue(file)}: AWS would let every group move here");
            }

            return (int)(found.Any(finding => finding.Severity == AwsSeverity.Error) ? ExitStatus.Failed : ExitStatus.Good);
        });
        return verb;
    }

    private static async Task<IReadOnlyList<AwsFinding>> FindAsync(TenbinConfig config, CancellationToken deadline)
    {
        try
        {
            using var session = new AwsSession(config.Aws, Environment.GetEnvironmentVariable, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
            return await new AwsChecks(session, FindMac).Run(config, deadline);
        }
        catch (AwsException e)
        {
            throw new VerbException(ExitStatus.BadUsage, e.Message);
        }
    }

    private static MacAddress? FindMac(string name)
    {
        using var netlink = RouteNetlink.Open();
        return netlink.Links().FirstOrDefault(link => link.Name == name)?.Mac;
    }

    private static TenbinConfig Load(string path)
    {
        var result = ConfigLoader.LoadFile(path);
        return result.IsValid ? result.Config : throw new VerbException(ExitStatus.BadUsage, string.Join('\n', result.Errors));
    }

    private static VerbException NotNeeded(string path) =>
        new(ExitStatus.Failed, $"{path}: nothing of it needs AWS: no address has an AWS mover, and the witness is none of AWS");
}
