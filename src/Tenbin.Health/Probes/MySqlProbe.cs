using Tenbin.Linux.MariaDb;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>
/// <c>type: mysql</c>: the server is up when it lets the user in and the query returns a row. Needs libmariadb on this
/// machine, which is looked for when the first such check runs.
/// </summary>
/// <param name="time">Clock for the latency.</param>
public sealed class MySqlProbe(TimeProvider time) : TimedProbe<MySqlCheck>(time), IDisposable
{
    private readonly DatabaseClient _client = new();

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <inheritdoc/>
    protected override async ValueTask<string?> FindFaultAsync(ProbeTarget target, MySqlCheck check, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(check);
        var question = new DatabaseQuestion(target.EndPoint, check.User, check.Password, check.Database, check.Query);
        return MySqlFault.Of(await _client.AskAsync(question, deadline).ConfigureAwait(false), check);
    }
}
