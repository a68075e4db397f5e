namespace Tenbin.Cluster.Core;

/// <summary>How often groups may move by themselves.</summary>
internal sealed class MoveLimit(int perHour)
{
    private const long Hour = 3_600_000_000_000;
    private readonly Queue<long> _moves = [];

    /// <summary>Counts a move if there may be one now.</summary>
    public bool TryMove(long now)
    {
        while (_moves.TryPeek(out var oldest) && now - oldest >= Hour)
        {
            _moves.Dequeue();
        }

        if (_moves.Count >= perHour)
        {
            return false;
        }

        _moves.Enqueue(now);
        return true;
    }
}
