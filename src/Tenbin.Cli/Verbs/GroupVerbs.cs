using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin takeover</c>, <c>standby</c> and <c>maintenance</c>.</summary>
internal static class GroupVerbs
{
    public static Command MakeTakeover(PlaceOptions places, Terminal terminal) => Make(
        places, terminal, "takeover", "Own a group on this node, by a planned move from its owner", "default: every group", ApiPaths.Takeover);

    public static Command MakeStandby(PlaceOptions places, Terminal terminal) => Make(
        places, terminal, "standby", "Give a group to another node, by a planned move", "default: every group that is here", ApiPaths.Standby);

    public static Command MakeMaintenance(PlaceOptions places, Terminal terminal) =>
        new("maintenance", "Let nothing move by itself, on every node")
        {
            MakeSwitch(places, terminal, "on", "Nothing moves by itself any more, not even away from a dead node", ApiPaths.MaintenanceOn),
            MakeSwitch(places, terminal, "off", "Groups move by themselves again", ApiPaths.MaintenanceOff),
        };

    private static Command Make(PlaceOptions places, Terminal terminal, string name, string what, string which, string path)
    {
        var group = new Argument<string?>("GROUP") { Description = $"Its name in the file; {which}", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Command(name, what) { group };
        verb.SetAction((parsed, stop) => RunAsync(places, terminal, path, new GroupCommand { Group = parsed.GetValue(group) }, parsed, stop));
        return verb;
    }

    private static Command MakeSwitch(PlaceOptions places, Terminal terminal, string name, string what, string path)
    {
        var verb = new Command(name, what);
        verb.SetAction((parsed, stop) => RunAsync(places, terminal, path, new GroupCommand(), parsed, stop));
        return verb;
    }

    private static async Task<int> RunAsync(
        PlaceOptions places, Terminal terminal, string path, GroupCommand command, ParseResult parsed, CancellationToken stop)
    {
        CommandText.Write(terminal, await places.Connect(parsed).GroupAsync(path, command, stop), "there is nothing to move");
        return (int)ExitStatus.Good;
    }
}
