using System.Globalization;
using Tenbin.Cli.Screen;
using Tenbin.Demo.Performing;
using Tenbin.Lab;
using Tenbin.Lab.Directors;

namespace Tenbin.Demo.Small;

/// <summary>Servers with their state and share, and counters.</summary>
internal sealed class SmallPicture(Ledger ledger) : IPicture
{
    private DirectorStatus? _status;

    /// <summary>What to show; null while there is nothing.</summary>
    public Site? Site { get; set; }

    /// <summary>Asks the daemon; while it is dead, what it said last stays in the picture.</summary>
    public async Task Look()
    {
        if (Site?.Director.Daemon?.IsRunning == true)
        {
            try
            {
                _status = await Site.Director.Status();
            }
            catch (LabException)
            {
                // It is starting, or was killed between the two lines above.
            }
        }
    }

    public IReadOnlyList<Line> Draw(int width, int height) =>
        _status is null ? [Headline()] : [Headline(), .. Servers(_status, width)];

    private Line Headline()
    {
        var failures = ledger.Failures();
        var unexplained = failures.Count(failure => failure.Explanation is null);
        return new(
            new Piece("daemon "),
            Site?.Director.Daemon switch
            {
                null => new Piece("not started", Tone.Quiet),
                { IsRunning: true } => new Piece("running", Tone.Good),
                _ => new Piece("dead", Tone.Bad),
            },
            new Piece(string.Create(CultureInfo.InvariantCulture, $"   requests {ledger.Requests}   failed {failures.Count - unexplained} explained, ")),
            new Piece(string.Create(CultureInfo.InvariantCulture, $"{unexplained} unexplained"), unexplained == 0 ? Tone.Good : Tone.Bad));
    }

    private IEnumerable<Line> Servers(DirectorStatus status, int width)
    {
        var table = new Table(
            new("service"), new("server"), new("method", Keep: 1), new("weight", Right: true, Keep: 2), new("state"),
            new("sessions", Right: true), new("answered", Right: true));
        table.AddHeaders();
        foreach (var service in status.Services)
        {
            foreach (var server in service.Servers)
            {
                table.Add(
                    new(service.Name),
                    new(server.Address),
                    new(server.Forward),
                    new(Number(server.Weight)),
                    new($"● {server.State}", server.State switch { "up" => Tone.Good, "down" => Tone.Bad, _ => Tone.Caution }),
                    new(Number(server.Active + server.Inactive)),
                    new(Number(ledger.AnsweredBy(NameOf(server.Address)))));
            }
        }

        return table.Lines(width, "  ");
    }

    private string NameOf(string address) => Site!.Nat.Concat(Site.Dsr)
        .First(machine => machine.Nics.Any(nic => address.StartsWith($"{nic.V4}:", StringComparison.Ordinal))).Name;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
