namespace Tenbin.Cli.Screen;

/// <summary>Where a verb writes, and to whom.</summary>
internal sealed class Terminal
{
    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Someone looks at <see cref="Out"/>: it is a terminal that can move its cursor.</summary>
    public bool Live { get; init; }

    /// <summary>Colours are wanted.</summary>
    public bool Colour { get; init; }

    /// <summary>Columns and rows now; no limit when nobody looks.</summary>
    public Func<(int Width, int Height)> Size { get; init; } = () => (int.MaxValue, int.MaxValue);

    /// <summary>That of this process. <c>NO_COLOR</c> and <c>TERM=dumb</c> are heeded.</summary>
    public static Terminal OfProcess()
    {
        var live = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new Terminal
        {
            Out = Console.Out,
            Error = Console.Error,
            Live = live,
            Colour = live && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Size = live ? () => (Console.WindowWidth, Console.WindowHeight) : () => (int.MaxValue, int.MaxValue),
        };
    }

    /// <summary>Writes lines, none cut.</summary>
    public void Write(IEnumerable<Line> lines)
    {
        foreach (var line in lines)
        {
            Out.WriteLine(line.Render(Colour));
        }
    }
}
