using System.CommandLine;
using System.CommandLine.Invocation;
using Tenbin.Cli.Doctor;
using Tenbin.Cli.Drill;
using Tenbin.Cli.RealServers;
using Tenbin.Cli.Screen;
using Tenbin.Cli.Verbs;
using Tenbin.Director;

namespace Tenbin.Cli;

/// <summary>The <c>tenbin</c> program.</summary>
internal static class TenbinProgram
{
    /// <summary>Runs one verb.</summary>
    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken stop = default)
    {
        var parsed = Root(terminal).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return Fail(terminal, ExitStatus.BadUsage, Usage(parsed));
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // The daemon ends in order by itself; a verb that is interrupted ends at once.
                ProcessTerminationTimeout = null,
                Output = terminal.Out,
                Error = terminal.Error,
            };
            return await parsed.InvokeAsync(invocation, stop);
        }
        catch (VerbException e)
        {
            return Fail(terminal, e.Status, e.Message);
        }
        catch (StartupException e)
        {
            return Fail(terminal, e.Status, e.Message);
        }
    }

    private static RootCommand Root(Terminal terminal)
    {
        var places = new PlaceOptions();
        var root = new RootCommand("Layer-4 load balancer for Linux. Exit status: 0 good, 1 failed, 2 bad configuration or usage, 3 no daemon running, 4 not permitted.")
        {
            RunVerb.Make(places),
            CheckVerb.Make(terminal),
            ReloadVerb.Make(places, terminal),
            StatusVerb.Make(places, terminal),
            WatchVerb.Make(places, terminal),
            ServerVerbs.MakeDrain(places, terminal),
            ServerVerbs.MakeUndrain(places, terminal),
            ServerVerbs.MakeWeight(places, terminal),
            GroupVerbs.MakeTakeover(places, terminal),
            GroupVerbs.MakeStandby(places, terminal),
            GroupVerbs.MakeMaintenance(places, terminal),
            DrillVerb.Make(places, terminal),
            SessionsVerb.Make(places, terminal),
            ExplainVerb.Make(places, terminal),
            ClearVerb.Make(places, terminal),
            KeyVerb.Make(terminal),
            AwsVerb.Make(terminal),
            RealServerVerb.Make(places, terminal),
            DoctorVerb.Make(places, terminal),
            VersionVerb.Make(terminal),
        };
        places.AddTo(root);
        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        return root;
    }

    private static string Usage(ParseResult parsed)
    {
        var verb = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
        var errors = parsed.Errors.Select(error => error.Message).Distinct();
        return string.Join('\n', [.. errors, $"'tenbin{verb} --help' says what there is."]);
    }

    private static int Fail(Terminal terminal, ExitStatus status, string message)
    {
        foreach (var line in message.Split('\n'))
        {
            terminal.Error.WriteLine(line);
        }

        return (int)status;
    }
}
