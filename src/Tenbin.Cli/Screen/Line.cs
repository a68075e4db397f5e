using System.Text;

namespace Tenbin.Cli.Screen;

/// <summary>A piece of text in one tone.</summary>
/// <param name="Text">Without control characters.</param>
/// <param name="Tone">Tone.</param>
internal readonly record struct Piece(string Text, Tone Tone = Tone.Plain);

/// <summary>One line of a screen.</summary>
/// <param name="Pieces">From left to right.</param>
internal sealed record Line(params Piece[] Pieces)
{
    private const string Reset = "\e[0m";

    /// <summary>An empty line.</summary>
    public static Line Empty { get; } = new();

    /// <summary>A line in one tone.</summary>
    public static Line Of(string text, Tone tone = Tone.Plain) => new(new Piece(text, tone));

    /// <summary>As text; with <paramref name="colour"/> with SGR sequences (ECMA-48), cut to <paramref name="width"/> characters.</summary>
    public string Render(bool colour, int width = int.MaxValue)
    {
        var text = new StringBuilder();
        var left = width;
        foreach (var piece in Pieces)
        {
            var shown = piece.Text.Length <= left ? piece.Text : left > 0 ? piece.Text[..(left - 1)] + "…" : "";
            left -= shown.Length;
            var code = colour ? Code(piece.Tone) : "";
            text.Append(code).Append(shown).Append(code.Length > 0 ? Reset : "");
        }

        return colour ? text.ToString() : text.ToString().TrimEnd();
    }

    private static string Code(Tone tone) => tone switch
    {
        Tone.Quiet => "\e[2m",
        Tone.Strong => "\e[1m",
        Tone.Good => "\e[32m",
        Tone.Caution => "\e[33m",
        Tone.Bad => "\e[31m",
        _ => "",
    };
}
