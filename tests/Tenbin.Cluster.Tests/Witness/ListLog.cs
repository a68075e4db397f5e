using Microsoft.Extensions.Logging;
using Tenbin.Cluster.Witness;

namespace Tenbin.Cluster.Tests.Witness;

/// <summary>Keeps what was logged.</summary>
internal sealed class ListLog : ILogger<EtcdRegister>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add($"{logLevel}: {formatter(state, exception)}{exception}");
}
