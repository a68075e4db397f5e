using Tenbin.Lab.Load;

namespace Tenbin.Demo.Article;

/// <summary>Connections that one client keeps, each asked about once a second. Thread-safe.</summary>
/// <param name="name">Who keeps them.</param>
/// <param name="connections">How many there are to be.</param>
internal sealed class KeptFlow(string name, int connections)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Target, string Local), double> _lastSent = [];
    private readonly List<RequestRecord> _broken = [];
    private double _slowest;
    private long _answered;

    public string Name => name;

    public void Add(RequestRecord record)
    {
        lock (_gate)
        {
            if (record.Server is null)
            {
                _broken.Add(record);
                return;
            }

            // The two are names of a connection: its client opens another only when it has broken.
            _lastSent[(record.Target, record.Local!)] = record.Sent;
            _slowest = Math.Max(_slowest, record.Milliseconds);
            _answered++;
        }
    }

    /// <summary>What was before is not counted: connections are known by what they answer from now on.</summary>
    public void StartOver()
    {
        lock (_gate)
        {
            _lastSent.Clear();
            _broken.Clear();
            (_slowest, _answered) = (0, 0);
        }
    }

    /// <summary>Connections that broke, with what became of their last request.</summary>
    public IReadOnlyList<RequestRecord> Broken
    {
        get
        {
            lock (_gate)
            {
                return [.. _broken];
            }
        }
    }

    /// <summary>Whether all are there, and each that did not break has answered what was sent at or after then.</summary>
    public bool HaveAllAnsweredSince(double sent)
    {
        lock (_gate)
        {
            return _lastSent.Count >= connections && _lastSent.Values.Count(at => at >= sent) >= connections - _broken.Count;
        }
    }

    /// <summary>What a picture shows of it.</summary>
    public KeptView View()
    {
        lock (_gate)
        {
            return new(name, _lastSent.Count, _broken.Count, _answered, TimeSpan.FromMilliseconds(_slowest));
        }
    }
}
