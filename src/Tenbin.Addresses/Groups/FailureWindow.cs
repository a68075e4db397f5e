namespace Tenbin.Addresses.Groups;

/// <summary>Counts failures of the last minute.</summary>
internal sealed class FailureWindow(int limit, TimeSpan window, TimeProvider time)
{
    private readonly Queue<long> _failures = new();

    /// <summary>Counts one; true when it is the one too many, after which counting starts over.</summary>
    public bool Add()
    {
        var now = time.GetTimestamp();
        while (_failures.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > window)
        {
            _failures.Dequeue();
        }

        _failures.Enqueue(now);
        if (_failures.Count < limit)
        {
            return false;
        }

        _failures.Clear();
        return true;
    }
}
