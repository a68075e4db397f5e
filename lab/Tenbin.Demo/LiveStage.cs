using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tenbin.Lab;
using Tenbin.Lab.Directors;

namespace Tenbin.Demo;

/// <summary>The picture in a terminal: servers with their state and share, counters, and the latest news.</summary>
internal sealed class LiveStage : IStage
{
    private const int NewsShown = 12;
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(250);
    private readonly Lock _gate = new();
    private readonly List<string> _news = [];
    private readonly Ledger _ledger;
    private Site? _site;
    private DirectorStatus? _status;

    private LiveStage(Ledger ledger) => _ledger = ledger;

    /// <summary>Shows a play until it ends.</summary>
    public static async Task Run(Ledger ledger, Func<IStage, Task> play)
    {
        var stage = new LiveStage(ledger);
        await AnsiConsole.Live(stage.Picture()).StartAsync(async context =>
        {
            var playing = play(stage);
            using var frames = new PeriodicTimer(BetweenFrames);
            while (!playing.IsCompleted && await frames.WaitForNextTickAsync())
            {
                await stage.Look();
                context.UpdateTarget(stage.Picture());
            }

            await playing;
        });
    }

    public void Announce(string title) => Add($"[bold]{Markup.Escape(title)}[/]");

    public void Tell(string news) => Add($"  {Markup.Escape(news)}");

    public void Show(Site site) => _site = site;

    private void Add(string line)
    {
        lock (_gate)
        {
            _news.Add(line);
        }
    }

    /// <summary>Asks the daemon; while it is dead, what it said last stays in the picture.</summary>
    private async Task Look()
    {
        if (_site?.Director.Daemon?.IsRunning == true)
        {
            try
            {
                _status = await _site.Director.Status();
            }
            catch (LabException)
            {
                // It is starting, or was killed between the two lines above.
            }
        }
    }

    private Rows Picture()
    {
        var parts = new List<IRenderable> { new Markup(Headline()) };
        if (_status is not null)
        {
            parts.Add(Servers(_status));
        }

        lock (_gate)
        {
            parts.AddRange(_news.TakeLast(NewsShown).Select(line => new Markup(line)));
        }

        return new Rows(parts);
    }

    private string Headline()
    {
        var failures = _ledger.Failures();
        var unexplained = failures.Count(failure => failure.Explanation is null);
        var daemon = _site?.Director.Daemon switch
        {
            null => "[grey]not started[/]",
            { IsRunning: true } => "[green]running[/]",
            _ => "[red]dead[/]",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"daemon {daemon}   requests [bold]{_ledger.Requests}[/]   failed {failures.Count - unexplained} explained, {(unexplained == 0 ? "[green]0[/]" : $"[red]{unexplained}[/]")} unexplained");
    }

    private Table Servers(DirectorStatus status)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("service", "server", "method", "weight", "state", "sessions", "answered");
        foreach (var service in status.Services)
        {
            foreach (var server in service.Servers)
            {
                table.AddRow(
                    service.Name,
                    server.Address,
                    server.Forward,
                    server.Weight.ToString(CultureInfo.InvariantCulture),
                    State(server),
                    (server.Active + server.Inactive).ToString(CultureInfo.InvariantCulture),
                    _ledger.AnsweredBy(NameOf(server.Address)).ToString(CultureInfo.InvariantCulture));
            }
        }

        return table;
    }

    private static string State(DirectorStatus.Server server)
    {
        var colour = server.State switch { "up" => "green", "down" => "red", _ => "yellow" };
        return $"[{colour}]{Markup.Escape(server.State)}[/]";
    }

    private string NameOf(string address) => _site!.Nat.Concat(_site.Dsr)
        .First(machine => machine.Nics.Any(nic => address.StartsWith($"{nic.V4}:", StringComparison.Ordinal))).Name;
}
