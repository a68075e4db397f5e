namespace Tenbin.Health.Monitoring;

/// <summary>When probes start. Pure: spans in, spans out.</summary>
internal static class Rhythm
{
    /// <summary>Room that the first round of many probes leaves each of them.</summary>
    private static readonly TimeSpan FirstRoundPace = TimeSpan.FromMicroseconds(100);

    /// <summary>From the planned start of one probe to that of the next: <c>every ± jitter</c>.</summary>
    public static TimeSpan Interval(TimeSpan every, double jitter, Random random) =>
        every * (1 + jitter * (2 * random.NextDouble() - 1));

    /// <summary>Delay of a first probe: nothing for a few, and at most a quarter of the interval for thousands.</summary>
    public static TimeSpan FirstDelay(TimeSpan every, int newProbes, Random random)
    {
        TimeSpan spread = FirstRoundPace * (newProbes - 1);
        TimeSpan most = every / 4;
        return (spread < most ? spread : most) * random.NextDouble();
    }
}
