namespace Tenbin.Lab.Load;

/// <summary>What a load client has seen. Thread-safe.</summary>
public sealed class LoadReport
{
    private readonly Lock _gate = new();
    private readonly List<RequestRecord> _failures = [];
    private readonly Dictionary<(string Target, string Server), long> _answers = [];
    private long _answered;

    public long Total => Answered + Failed;

    public long Answered
    {
        get
        {
            lock (_gate)
            {
                return _answered;
            }
        }
    }

    public long Failed => Failures.Count;

    /// <summary>Every request that failed, in the order in which they ended.</summary>
    public IReadOnlyList<RequestRecord> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failures];
            }
        }
    }

    /// <summary>How many requests each server has answered, over all targets or for one.</summary>
    public IReadOnlyDictionary<string, long> ByServer(string? target = null)
    {
        lock (_gate)
        {
            return _answers
                .Where(pair => target is null || pair.Key.Target == target)
                .GroupBy(pair => pair.Key.Server, pair => pair.Value)
                .ToDictionary(group => group.Key, group => group.Sum());
        }
    }

    internal void Add(RequestRecord record)
    {
        lock (_gate)
        {
            if (record.Server is null)
            {
                _failures.Add(record);
                return;
            }

            var key = (record.Target, record.Server);
            _answers[key] = _answers.GetValueOrDefault(key) + 1;
            _answered++;
        }
    }

    public override string ToString() =>
        $"{Answered} answered by {string.Join(", ", ByServer().OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} ({p.Value})"))}; "
        + $"{Failed} failed{string.Concat(Failures.Take(20).Select(failure => $"\n  {failure}"))}";
}
