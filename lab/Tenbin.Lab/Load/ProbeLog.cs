namespace Tenbin.Lab.Load;

/// <summary>What a prober has seen. Thread-safe.</summary>
public sealed class ProbeLog
{
    private readonly Lock _gate = new();
    private readonly List<ProbeRecord> _answers = [];
    private readonly List<ProbeRecord> _failures = [];

    /// <summary>The probe answered last; null before the first.</summary>
    public ProbeRecord? Last
    {
        get
        {
            lock (_gate)
            {
                return _answers.Count > 0 ? _answers[^1] : null;
            }
        }
    }

    /// <summary>Every probe that was answered or given up so far, by number.</summary>
    public IReadOnlyList<ProbeRecord> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _answers.Concat(_failures).OrderBy(record => record.Number)];
            }
        }
    }

    public void Add(ProbeRecord record)
    {
        lock (_gate)
        {
            (record.Answered is null ? _failures : _answers).Add(record);
        }
    }

    /// <summary>
    /// The longest time between two answers that came one after the other, the second of them at or after
    /// <paramref name="since"/>; null when there are no two.
    /// </summary>
    public Outage? LongestGap(double since)
    {
        Outage? longest = null;
        var times = Since(since).Select(record => record.Answered!.Value).Order().ToArray();
        for (var index = 1; index < times.Length; index++)
        {
            var gap = new Outage(times[index - 1], times[index]);
            if (gap.FirstGood >= since && !(longest?.Length >= gap.Length))
            {
                longest = gap;
            }
        }

        return longest;
    }

    /// <summary>Probes without an answer between the last one answered before <paramref name="since"/> and the newest answered one.</summary>
    public long Lost(double since)
    {
        var numbers = Since(since).Select(record => record.Number).ToArray();
        return numbers.Length == 0 ? 0 : numbers.Max() - numbers.Min() + 1 - numbers.Length;
    }

    /// <summary>Whether the newest <paramref name="inARow"/> answered probes followed each other without a hole and were all sent at or after <paramref name="since"/>.</summary>
    public bool IsSteady(double since, int inARow)
    {
        lock (_gate)
        {
            var newest = _answers.TakeLast(inARow).ToArray();
            return newest.Length == inARow
                && newest.All(record => record.Sent >= since)
                && newest.Max(record => record.Number) - newest.Min(record => record.Number) == inARow - 1;
        }
    }

    /// <summary>The answers from the last before <paramref name="since"/> on.</summary>
    private List<ProbeRecord> Since(double since)
    {
        lock (_gate)
        {
            var first = _answers.FindLastIndex(record => record.Answered < since);
            return _answers[Math.Max(0, first)..];
        }
    }
}
