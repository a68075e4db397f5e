using System.CommandLine;
using Tenbin.Cli.Control;
using Tenbin.Cli.Screen;
using Tenbin.Cli.Text;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Verbs;

/// <summary><c>tenbin watch</c>.</summary>
internal static class WatchVerb
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(1);

    public static Command Make(PlaceOptions places, Terminal terminal)
    {
        var verb = new Command("watch", "Show the status live, until q or Ctrl-C; plain lines when the output is no terminal");
        verb.SetAction(async (parsed, stop) =>
        {
            var client = places.Connect(parsed);
            // Refuses at once where 'status' would: only a daemon that goes away later is waited for.
            await client.StatusAsync(stop);
            try
            {
                await (terminal.Live ? LiveAsync(client, terminal, stop) : PlainAsync(client, terminal, stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Ctrl-C is how this verb ends.
            }

            return (int)ExitStatus.Good;
        });
        return verb;
    }

    private static async Task PlainAsync(ControlClient client, Terminal terminal, CancellationToken stop)
    {
        while (true)
        {
            foreach (var line in await ReadAsync(client, PlainStatus.Lines, stop))
            {
                terminal.Out.WriteLine(line.Render(colour: false));
            }

            terminal.Out.Flush();
            await Task.Delay(_every, stop);
        }
    }

    private static async Task LiveAsync(ControlClient client, Terminal terminal, CancellationToken stop)
    {
        var trends = new Trends();
        using var screen = new FullScreen(terminal);
        while (!screen.QuitPressed())
        {
            var width = terminal.Size().Width;
            screen.Show(await ReadAsync(
                client,
                report =>
                {
                    trends.Add(report);
                    return StatusText.Lines(report, DateTimeOffset.UtcNow, width, trends.Of);
                },
                stop));
            await screen.WaitAsync(_every, stop);
        }
    }

    private static async Task<IEnumerable<Line>> ReadAsync(
        ControlClient client, Func<StatusReport, IEnumerable<Line>> lines, CancellationToken stop)
    {
        try
        {
            return lines(await client.StatusAsync(stop));
        }
        catch (VerbException e) when (e.Status is ExitStatus.NoDaemon or ExitStatus.Failed)
        {
            return [Line.Of(e.Message, Tone.Bad), Line.Of("traffic goes on as it was; waiting for the daemon", Tone.Quiet)];
        }
    }
}
