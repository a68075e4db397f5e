using Tenbin.Lab.Load;

namespace Tenbin.Demo.Article;

/// <summary>
/// New connections from one client to one service, each with one request, at a steady rate whatever becomes of them: so the
/// time between two answers is that in which the service was away. Thread-safe.
/// </summary>
/// <param name="name">Service, and the client where there are several.</param>
/// <param name="perSecond">Requests.</param>
internal sealed class Flow(string name, int perSecond)
{
    /// <summary>What one cell of a strip stands for.</summary>
    public const double CellSeconds = 0.25;

    private readonly Lock _gate = new();
    private readonly List<RequestRecord> _failures = [];
    private readonly List<double> _answers = [];
    private readonly HashSet<string> _servers = [];
    private double _lastSent, _countFrom;

    public string Name => name;

    public void Add(RequestRecord record)
    {
        lock (_gate)
        {
            if (record.Server is null)
            {
                _failures.Add(record);
                return;
            }

            // They are told in the order in which they end, or nearly so.
            var place = _answers.Count;
            while (place > 0 && _answers[place - 1] > record.Ended)
            {
                place--;
            }

            _answers.Insert(place, record.Ended);
            _servers.Add(record.Server);
            _lastSent = Math.Max(_lastSent, record.Sent);
        }
    }

    /// <summary>What ended before is not counted.</summary>
    public void CountFrom(double now)
    {
        lock (_gate)
        {
            _countFrom = now;
            _failures.RemoveAll(failure => failure.Ended < now);
        }
    }

    /// <summary>Whether a request that was sent at or after then has been answered.</summary>
    public bool HasAnswerSince(double sent)
    {
        lock (_gate)
        {
            return _lastSent >= sent;
        }
    }

    /// <summary>Answers that came so far, counted or not.</summary>
    public long Answered
    {
        get
        {
            lock (_gate)
            {
                return _answers.Count;
            }
        }
    }

    /// <summary>Names of those that have answered.</summary>
    public IReadOnlyList<string> Servers
    {
        get
        {
            lock (_gate)
            {
                return [.. _servers];
            }
        }
    }

    /// <summary>The longest time between two answers, the second of which came in this time; null when there are no two.</summary>
    public Outage? LongestGap(double from, double to)
    {
        lock (_gate)
        {
            Outage? longest = null;
            for (var place = _answers.Count - 1; place > 0 && _answers[place] >= from; place--)
            {
                var gap = new Outage(_answers[place - 1], _answers[place]);
                if (gap.FirstGood < to && !(longest?.Length >= gap.Length))
                {
                    longest = gap;
                }
            }

            return longest;
        }
    }

    /// <summary>Requests that ended in this time.</summary>
    public long Requests(double from, double to)
    {
        lock (_gate)
        {
            return _answers.Count(at => at >= Math.Max(from, _countFrom) && at < to) + FailedIn(from, to).Count();
        }
    }

    /// <summary>Requests that failed in this time.</summary>
    public IReadOnlyList<RequestRecord> Failures(double from, double to)
    {
        lock (_gate)
        {
            return [.. FailedIn(from, to)];
        }
    }

    /// <summary>What a picture shows of it.</summary>
    /// <param name="since">From then on gaps count.</param>
    /// <param name="now">The cell that holds it is not full yet, and not shown.</param>
    /// <param name="cells">How many, up to now.</param>
    public FlowView View(double since, double now, int cells)
    {
        lock (_gate)
        {
            var last = (long)Math.Floor(now / CellSeconds);
            var counts = new int[cells];
            for (var place = _answers.Count - 1; place >= 0 && Cell(place) >= 0; place--)
            {
                if (Cell(place) < cells)
                {
                    counts[Cell(place)]++;
                }
            }

            return new(name, perSecond * CellSeconds)
            {
                Cells = counts,
                // Nothing was to be answered before the first answer.
                Unborn = _answers.Count == 0 ? cells : Math.Clamp(Cell(0), 0, cells),
                Answered = _answers.Count(at => at >= _countFrom),
                Failed = _failures.Count,
                LongestGap = LongestGap(since, double.MaxValue)?.Length,
                Waiting = _answers.Count == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Max(0, now - _answers[^1])),
            };

            int Cell(int place) => (int)((long)Math.Floor(_answers[place] / CellSeconds) - last + cells);
        }
    }

    private IEnumerable<RequestRecord> FailedIn(double from, double to) =>
        _failures.Where(failure => failure.Ended >= from && failure.Ended < to);
}
