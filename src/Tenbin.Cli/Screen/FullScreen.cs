using System.Text;

namespace Tenbin.Cli.Screen;

/// <summary>The terminal's second screen, drawn over in place without flicker; the first comes back at the end.</summary>
internal sealed class FullScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearToLineEnd = "\e[K";
    private const string ClearBelow = "\e[J";
    private static readonly TimeSpan _keyPoll = TimeSpan.FromMilliseconds(50);
    private readonly Terminal _terminal;
    private readonly bool _keys = !Console.IsInputRedirected;

    public FullScreen(Terminal terminal)
    {
        _terminal = terminal;
        Send(Enter);
    }

    /// <summary>Draws; what does not fit is cut, and the last row says so.</summary>
    public void Show(IEnumerable<Line> lines)
    {
        var (width, height) = _terminal.Size();
        var all = lines.ToList();
        var shown = all.Count <= height
            ? all
            : [.. all.Take(height - 1), Line.Of($"… {all.Count - height + 1} more lines; 'tenbin status' shows all", Tone.Quiet)];
        var frame = new StringBuilder(Home);
        foreach (var (line, index) in shown.Select((line, index) => (line, index)))
        {
            frame.Append(index == 0 ? "" : "\r\n").Append(line.Render(_terminal.Colour, width)).Append(ClearToLineEnd);
        }

        Send(frame.Append(ClearBelow).ToString());
    }

    /// <summary>The operator wants to leave.</summary>
    public bool QuitPressed()
    {
        while (_keys && Console.KeyAvailable)
        {
            if (Console.ReadKey(intercept: true).KeyChar is 'q' or 'Q')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits, and returns early when a key is pressed.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken stop)
    {
        for (var waited = TimeSpan.Zero; waited < time && !(_keys && Console.KeyAvailable); waited += _keyPoll)
        {
            await Task.Delay(_keyPoll, stop);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Send(Leave);

    private void Send(string text)
    {
        _terminal.Out.Write(text);
        _terminal.Out.Flush();
    }
}
