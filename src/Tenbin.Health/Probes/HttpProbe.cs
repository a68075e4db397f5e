using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>
/// <c>type: http</c> and <c>type: https</c>: the server is up when it answers the request with a good status and, if
/// asked for, a body with the right text (RFC 9110). Each check opens its own connection.
/// </summary>
/// <param name="time">Clock for the latency.</param>
public sealed class HttpProbe(TimeProvider time) : TimedProbe<HttpCheck>(time)
{
    private readonly TrustedAuthorities _authorities = new();

    /// <inheritdoc/>
    protected override ValueTask<string?> FindFaultAsync(ProbeTarget target, HttpCheck check, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(check);
        return new HttpExchange(target.EndPoint, check, _authorities).FindFaultAsync(deadline);
    }
}
