using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Cli.Text;
using Tenbin.Cli.Verbs;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Drill;

/// <summary><c>tenbin drill</c>.</summary>
internal static class DrillVerb
{
    public static Command Make(PlaceOptions places, Terminal terminal)
    {
        var group = new Argument<string>("GROUP") { Description = "Its name in the file" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask before the group moves" };
        var output = OutputOption.Make();
        var verb = new Command("drill", "Failover exercise: check both nodes, move a group away and back, and measure the outage") { group, yes, output };
        verb.SetAction(async (parsed, stop) =>
        {
            var client = places.Connect(parsed);
            var (cluster, status) = Find(await client.StatusAsync(stop), parsed.GetValue(group)!);
            var checks = DrillCheck.Of(cluster, status);
            var forPeople = parsed.GetValue(output) != "json";
            if (forPeople)
            {
                terminal.Write(DrillText.Checks(checks));
            }

            if (checks.Any(check => check.Fault is not null))
            {
                throw new VerbException(
                    ExitStatus.Failed,
                    $"nothing was moved: {string.Join("; ", checks.Where(check => check.Fault is not null).Select(check => check.Fault))}");
            }

            if (!parsed.GetValue(yes) && !Confirm(terminal, status))
            {
                return (int)ExitStatus.Failed;
            }

            var report = await new DrillRun(client, TimeProvider.System, terminal.Error.WriteLine).RunAsync(cluster, status, stop);
            if (forPeople)
            {
                terminal.Write(DrillText.Report(report));
            }
            else
            {
                JsonText.Write(terminal, report, DrillJson.Default.DrillReport);
            }

            return (int)(report.IsGood ? ExitStatus.Good : ExitStatus.Failed);
        });
        return verb;
    }

    private static (ClusterStatus Cluster, GroupStatus Group) Find(StatusReport report, string name)
    {
        var cluster = report.Cluster ?? throw new VerbException(ExitStatus.BadUsage, "this director is in no cluster: its file has no 'cluster'");
        return (cluster, cluster.Groups.FirstOrDefault(group => group.Name == name) ?? throw new VerbException(
            ExitStatus.BadUsage, $"there is no group '{name}'; there are {string.Join(", ", cluster.Groups.Select(group => group.Name))}"));
    }

    private static bool Confirm(Terminal terminal, GroupStatus group)
    {
        if (!terminal.Live)
        {
            throw new VerbException(ExitStatus.BadUsage, "nobody is there to be asked: say --yes to move the group away and back");
        }

        terminal.Out.Write($"Move {group.Name} away from {group.Owner} and back now? [y/N] ");
        terminal.Out.Flush();
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
