using Tenbin.Forwarding;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>The sessions of a kernel that is none: a table, and a ring of changes.</summary>
internal sealed class MemorySessions : ISessionSync, ISessionChanges
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Queue<SessionRecord> _ring = [];
    private readonly Dictionary<string, SessionRecord> _table = [];
    private readonly HashSet<string> _copied = [];
    private bool _isTold;

    /// <summary>Keys of the sessions that it holds.</summary>
    public IReadOnlyList<string> Held
    {
        get
        {
            lock (_gate)
            {
                return [.. _table.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The gate is open: it tells of its sessions and takes none.</summary>
    public bool Serves { get; set; }

    /// <summary>What the kernel had no room for.</summary>
    public long Lost { get; set; }

    /// <summary>Refuse the next import.</summary>
    public bool Breaks { get; set; }

    public int Copies { get; private set; }

    /// <summary>A session begins, or ends, and the ring tells of it unless it is lost.</summary>
    public void Happen(SessionRecord record, bool isLost = false)
    {
        lock (_gate)
        {
            Apply(record);
            if (isLost)
            {
                Lost++;
            }
            else if (_isTold && Serves)
            {
                _ring.Enqueue(record);
            }
        }

        _wake.Release();
    }

    public void SetSync(bool isOn) => _isTold = isOn;

    public ISessionChanges OpenChanges() => this;

    public void Wait(TimeSpan atMost) => _wake.Wait(atMost);

    public void Wake() => _wake.Release();

    public long ReadLost() => Lost;

    public int Read(Span<SessionRecord> into)
    {
        lock (_gate)
        {
            var count = 0;
            while (count < into.Length && _ring.TryDequeue(out var record))
            {
                into[count++] = record;
            }

            return count;
        }
    }

    public IEnumerable<IReadOnlyList<SessionRecord>> Export()
    {
        lock (_gate)
        {
            Copies++;
            return Serves ? [[.. _table.Values]] : [];
        }
    }

    public ImportReport Import(byte peer, ReadOnlySpan<SessionRecord> records)
    {
        lock (_gate)
        {
            if (Breaks && records.Length > 0)
            {
                Breaks = false;
                throw new DataPlaneException("no memory");
            }

            if (Serves)
            {
                return new ImportReport(0, records.Length, 0, 0);
            }

            foreach (var record in records)
            {
                Apply(record);
                _copied.Add($"{record.Client}");
            }

            return new ImportReport(records.Length, 0, 0, 0);
        }
    }

    public void BeginCopy(byte peer) => _copied.Clear();

    public int EndCopy(byte peer)
    {
        lock (_gate)
        {
            List<string> ended = Serves ? [] : [.. _table.Keys.Except(_copied)];
            ended.ForEach(key => _table.Remove(key));
            return ended.Count;
        }
    }

    public void Dispose()
    {
    }

    private void Apply(SessionRecord record)
    {
        if (record.Kind == SessionRecordKind.End)
        {
            _table.Remove($"{record.Client}");
        }
        else
        {
            _table[$"{record.Client}"] = record;
        }
    }
}
