namespace Tenbin.Cluster.Witness;

/// <summary>Collects a <see cref="WitnessHealth"/>. Thread-safe.</summary>
internal sealed class HealthRecord(TimeProvider time)
{
    private const double Smoothing = 1.0 / 8;
    private readonly Lock _gate = new();
    private WitnessHealth _answers = new();
    private string? _error;
    private long _errorAt;
    private long? _failingSince;

    /// <summary>As of now.</summary>
    public WitnessHealth Snapshot()
    {
        lock (_gate)
        {
            return _answers with
            {
                LastError = _error,
                LastErrorAge = _error is null ? null : time.GetElapsedTime(_errorAt),
                FailingFor = _failingSince is { } since ? time.GetElapsedTime(since) : null,
            };
        }
    }

    /// <summary>A call that began at <paramref name="start"/> was answered.</summary>
    /// <returns>How long calls had failed before; null = they had not.</returns>
    public TimeSpan? Answered(Uri endpoint, string store, long start)
    {
        lock (_gate)
        {
            TimeSpan latency = time.GetElapsedTime(start);
            _answers = new()
            {
                Endpoint = endpoint,
                Store = store,
                LastLatency = latency,
                AverageLatency = _answers.AverageLatency is { } average ? average + (latency - average) * Smoothing : latency,
            };
            TimeSpan? failed = _failingSince is { } since ? time.GetElapsedTime(since) : null;
            _failingSince = null;
            return failed;
        }
    }

    /// <summary>A call failed.</summary>
    /// <returns>Whether it is the first to fail.</returns>
    public bool Failed(string error)
    {
        lock (_gate)
        {
            _error = error;
            _errorAt = time.GetTimestamp();
            bool first = _failingSince is null;
            _failingSince ??= _errorAt;
            return first;
        }
    }
}
