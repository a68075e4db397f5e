using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Logs;

/// <summary>
/// Writes log lines from a thread of its own: a terminal that is held up, or a full pipe, must not hold up the
/// director. Lines that find the queue full are counted, and the count is a line.
/// </summary>
public sealed class LineLoggerProvider : ILoggerProvider
{
    private const int Queue = 10_000;
    private static readonly TimeSpan _flushWithin = TimeSpan.FromSeconds(2);
    private readonly TextWriter _output;
    private readonly LogLayout _layout;
    private readonly TimeProvider _time;
    private readonly Thread _writer;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(Queue) { SingleReader = true });
    private long _lost;

    /// <param name="output">Where the lines go.</param>
    /// <param name="layout">How they look.</param>
    /// <param name="time">Their time.</param>
    public LineLoggerProvider(TextWriter output, LogLayout layout, TimeProvider time)
    {
        (_output, _layout, _time) = (output, layout, time);
        _writer = new Thread(Write) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writer.Join(_flushWithin);
    }

    private void Add(string line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    private void Write()
    {
        var reader = _lines.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryRead(out var line))
            {
                _output.Write(line);
            }

            if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
            {
                _output.Write(LogLine.Of(
                    _layout, _time.GetUtcNow(), LogLevel.Warning, "log", new EventId(1060, "LinesLost"),
                    $"{lost} log lines were lost: the log is not read fast enough", null));
            }

            _output.Flush();
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Add(LogLine.Of(
                provider._layout, provider._time.GetUtcNow(), logLevel, category, eventId, formatter(state, exception), exception));
    }
}
