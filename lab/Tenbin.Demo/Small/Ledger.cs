using Tenbin.Lab.Load;

namespace Tenbin.Demo.Small;

/// <summary>Books every request under the act of the play in which it ended, and explains failures. Thread-safe.</summary>
internal sealed class Ledger
{
    /// <summary>How long after the checks have seen a server's end a request already on its way to it may still fail.</summary>
    private static readonly TimeSpan Lingering = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly List<Act> _acts = [];
    private readonly List<Excuse> _excuses = [];
    private readonly List<(Act Act, string Service, DateTimeOffset Begun, DateTimeOffset Ended, string Error)> _failures = [];
    private readonly Dictionary<string, long> _byServer = [];

    public IReadOnlyList<Act> Acts
    {
        get
        {
            lock (_gate)
            {
                return [.. _acts];
            }
        }
    }

    public void Begin(string title)
    {
        lock (_gate)
        {
            _acts.Add(new Act(title));
        }
    }

    /// <summary>Says that requests to one service may fail from now until <see cref="Excuse.End"/> is called.</summary>
    public Excuse Expect(string target, string reason)
    {
        var excuse = new Excuse(target, reason, TimeProvider.System.GetUtcNow());
        lock (_gate)
        {
            _excuses.Add(excuse);
        }

        return excuse;
    }

    public void Add(RequestRecord record)
    {
        var ended = TimeProvider.System.GetUtcNow();
        lock (_gate)
        {
            var act = _acts[^1];
            act.Requests++;
            if (record.Server is not null)
            {
                _byServer[record.Server] = _byServer.GetValueOrDefault(record.Server) + 1;
                return;
            }

            _failures.Add((act, record.Target, ended.AddMilliseconds(-record.Milliseconds), ended, record.Error!));
        }
    }

    public long AnsweredBy(string server)
    {
        lock (_gate)
        {
            return _byServer.GetValueOrDefault(server);
        }
    }

    public long Requests => Acts.Sum(act => act.Requests);

    /// <summary>Every failure, with its explanation or null.</summary>
    public IReadOnlyList<Failure> Failures()
    {
        lock (_gate)
        {
            return [.. _failures.Select(f => new Failure(f.Act, f.Service, f.Error, Explain(f.Service, f.Begun, f.Ended)))];
        }
    }

    private string? Explain(string target, DateTimeOffset begun, DateTimeOffset ended) => _excuses
        .FirstOrDefault(excuse => excuse.Target == target
            && ended >= excuse.From
            && (excuse.Until is not { } until || begun <= until + Lingering))
        ?.Reason;
}
