using System.CommandLine;
using Tenbin.Cli.Screen;
using Tenbin.Cli.Text;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin explain</c>.</summary>
internal static class ExplainVerb
{
    public static Command Make(PlaceOptions places, Terminal terminal)
    {
        var client = new Argument<string>("CLIENT") { Description = "Client: ADDRESS or ADDRESS:PORT" };
        var service = new Argument<string>("VIP:PORT[/tcp|udp]") { Description = "Where it connects, or a service's name" };
        var output = OutputOption.Make();
        var verb = new Command("explain", "Say which real server a packet would go to, and why") { client, service, output };
        verb.SetAction(async (parsed, stop) =>
        {
            var daemon = places.Connect(parsed);
            var answer = await daemon.ExplainAsync(parsed.GetValue(client)!, parsed.GetValue(service)!, stop);
            if (parsed.GetValue(output) == "json")
            {
                JsonText.Write(terminal, answer, TenbinJson.Default.ExplainAnswer);
            }
            else
            {
                terminal.Write(Lines(answer));
            }

            return (int)ExitStatus.Good;
        });
        return verb;
    }

    private static IEnumerable<Line> Lines(ExplainAnswer answer)
    {
        yield return new Line(
            new Piece($"{answer.Client} → {answer.Service} → "),
            answer.Server is { } server ? new Piece(server, Tone.Good) : new Piece("not forwarded", Tone.Bad));
        yield return Line.Of(answer.Reason);
        foreach (var (step, index) in answer.Steps.Select((step, index) => (step, index)))
        {
            yield return Line.Of($"  {index + 1}. {step}", Tone.Quiet);
        }
    }
}
