using System.CommandLine;
using System.Globalization;
using Tenbin.Cli.Screen;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin drain</c>, <c>undrain</c> and <c>weight</c>.</summary>
internal static class ServerVerbs
{
    public static Command MakeDrain(PlaceOptions places, Terminal terminal) => Make(
        places, terminal, "drain", "Give a real server no new sessions; it keeps its old ones", ApiPaths.Drain, null);

    public static Command MakeUndrain(PlaceOptions places, Terminal terminal) => Make(
        places, terminal, "undrain", "Give a drained real server new sessions again", ApiPaths.Undrain, null);

    public static Command MakeWeight(PlaceOptions places, Terminal terminal) => Make(
        places, terminal, "weight", "Give a real server another weight", ApiPaths.Weight,
        new Argument<string>("N") { Description = "0-65535, or 'file' for the weight in the file" });

    private static Command Make(
        PlaceOptions places, Terminal terminal, string name, string what, string path, Argument<string>? weight)
    {
        var server = new Argument<string>("SERVER") { Description = "Real server: ADDRESS or ADDRESS:PORT" };
        var service = new Option<string?>("--service") { Description = "Only in this service; default: in every service that has it", HelpName = "NAME" };
        var verb = new Command(name, $"{what}; kept over restarts") { server, service };
        if (weight is not null)
        {
            verb.Arguments.Add(weight);
        }

        verb.SetAction(async (parsed, stop) =>
        {
            var command = new ServerCommand
            {
                Server = parsed.GetValue(server)!,
                Service = parsed.GetValue(service),
                Weight = weight is null ? null : Weight(parsed.GetValue(weight)!),
            };
            var client = places.Connect(parsed);
            CommandText.Write(terminal, await client.CommandAsync(path, command, stop), "nothing has changed: it is so already");
            return (int)ExitStatus.Good;
        });
        return verb;
    }

    private static int? Weight(string text)
    {
        if (text == "file")
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var weight) && weight <= 65_535
            ? weight
            : throw new VerbException(ExitStatus.BadUsage, $"weight '{text}' is neither a number from 0 to 65535 nor 'file'");
    }
}
