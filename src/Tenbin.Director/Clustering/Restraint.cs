namespace Tenbin.Director.Clustering;

/// <summary>
/// Decides whether the daemon may go before all that is ordinary on the machine: not while it takes a whole processor, or a
/// mistake in it would take the machine from its operator. Pure; not thread-safe.
/// </summary>
internal sealed class Restraint(TimeSpan now, TimeSpan used)
{
    /// <summary>Share of one processor, over a span, from which on it may not; 5,000 health checks a second take half of one.</summary>
    private const double TooMuch = 0.8;

    /// <summary>Below it, it may again.</summary>
    private const double Little = 0.4;

    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(5);
    private TimeSpan _since = now, _usedBefore = used;

    /// <summary>It may.</summary>
    public bool MayBeUrgent { get; private set; } = true;

    /// <summary>Share of one processor in the last span.</summary>
    public double Share { get; private set; }

    /// <summary>Takes what the daemon has used so far; to be called about once a second.</summary>
    /// <param name="now">Monotonic.</param>
    /// <param name="used">Processor time of all its threads since its start.</param>
    public void Take(TimeSpan now, TimeSpan used)
    {
        var span = now - _since;
        if (span < s_span)
        {
            return;
        }

        Share = (used - _usedBefore) / span;
        MayBeUrgent = MayBeUrgent ? Share < TooMuch : Share < Little;
        (_since, _usedBefore) = (now, used);
    }
}
