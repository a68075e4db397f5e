namespace Tenbin.Cluster.Witness;

/// <summary>How a witness has been answering, for <c>status</c>. All times are monotonic.</summary>
public sealed record WitnessHealth
{
    /// <summary>The endpoint that answered last; null = none yet.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>
    /// Which store answers: etcd's cluster id. Directors that see different ones have no common witness. Null = not known yet.
    /// </summary>
    public string? Store { get; init; }

    /// <summary>Of the last call that was answered, over all endpoints that it tried; null = none yet.</summary>
    public TimeSpan? LastLatency { get; init; }

    /// <summary>Moving average of the latency, 1/8 of it from the last call (as RFC 6298 smooths round trips).</summary>
    public TimeSpan? AverageLatency { get; init; }

    /// <summary>Why a call failed last; stays after it works again. Null = none ever did.</summary>
    public string? LastError { get; init; }

    /// <summary>How long ago <see cref="LastError"/> was.</summary>
    public TimeSpan? LastErrorAge { get; init; }

    /// <summary>Since the first failed call after the last answered one; null = the last call was answered.</summary>
    public TimeSpan? FailingFor { get; init; }
}
