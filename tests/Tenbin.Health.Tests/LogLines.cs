using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Tenbin.Health.Tests;

internal sealed class LogLines : ILogger<HealthMonitor>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public IReadOnlyCollection<(LogLevel Level, string Text)> All => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, $"{eventId.Id} {formatter(state, exception)}"));
}
