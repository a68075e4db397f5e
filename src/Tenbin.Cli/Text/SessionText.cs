using Tenbin.Cli.Screen;
using Tenbin.Director.Api;
using Tenbin.Director.Status;

namespace Tenbin.Cli.Text;

/// <summary>A list of sessions for people. Pure.</summary>
internal static class SessionText
{
    /// <summary>A row for each.</summary>
    public static IEnumerable<Line> Lines(SessionList list, int width)
    {
        if (list.Sessions.IsEmpty)
        {
            return [Line.Of("no session matches", Tone.Quiet)];
        }

        var table = new Table(
            new Column("client"), new Column("service"), new Column("server"), new Column("forward", Keep: 2),
            new Column("state"), new Column("age", Right: true, Keep: 3), new Column("idle", Right: true, Keep: 4),
            new Column("expires in", Right: true, Keep: 1));
        table.AddHeaders();
        foreach (var session in list.Sessions)
        {
            table.Add(
                new Piece(session.Client), new Piece(session.Service), new Piece(session.Server), new Piece(session.Forward),
                new Piece(session.State), Seconds(session.AgeSeconds), Seconds(session.IdleSeconds), Seconds(session.ExpiresSeconds));
        }

        if (list.Truncated)
        {
            table.Add(Line.Of("… and more; --limit shows more, a filter fewer", Tone.Caution));
        }

        return table.Lines(width, "");
    }

    private static Piece Seconds(double seconds) => new(Spans.Text(TimeSpan.FromSeconds(seconds)));
}
