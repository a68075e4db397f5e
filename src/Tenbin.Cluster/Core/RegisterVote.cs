namespace Tenbin.Cluster.Core;

/// <summary>
/// The witness register's vote for one group: a compare-and-set, not a time limit. A challenger takes it only after it has
/// seen it unchanged for the lease that it names, on its own clock; a write without an answer is read back first. An empty
/// register may have been wiped: whoever finds it so writes epoch 0 there, which gives nobody a lease, its writer neither,
/// before it has stood for the longest lease.
/// </summary>
internal sealed class RegisterVote(Holder self, long longestLease)
{
    private const long Never = long.MinValue / 2;
    private RegisterContent? _content;
    private bool _isKnown;
    private long _unchangedSince;
    private (Holder Writer, ulong Epoch, ulong Counter, long At) _heard;
    private ulong _counter;
    private (RegisterContent Content, long SentAt)? _pending;

    /// <summary>An answer is still out.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>The last write had no answer, so a read comes next.</summary>
    public bool IsInDoubt => _pending is not null;

    /// <summary>End of this node's lease from the register.</summary>
    public long Deadline { get; private set; }

    /// <summary>Of this node's last write; 0 = none.</summary>
    public ulong OwnCounter { get; private set; }

    /// <summary>When the register last said what it holds.</summary>
    public long SeenAt { get; private set; }

    /// <summary>Epoch in the register; 0 = unknown or none.</summary>
    public ulong Epoch => _content?.Epoch ?? 0;

    /// <summary>
    /// A peer says what its last write was, which had left by then: so what that write gives it is over a lease from now,
    /// whenever it is found in the register.
    /// </summary>
    public void Hear(long now, Holder writer, ulong epoch, ulong counter)
    {
        if (writer != _heard.Writer || epoch != _heard.Epoch || counter > _heard.Counter)
        {
            _heard = (writer, epoch, counter, now);
        }
    }

    /// <summary>It holds nothing.</summary>
    public bool IsEmpty => _isKnown && !IsInDoubt && _content is null;

    /// <summary>True when this node may take the vote.</summary>
    public bool IsFree(long now, Handed? handed) => _isKnown && !IsInDoubt && _content switch
    {
        null => false,
        { Epoch: 0, Lease: var lease } => now - _unchangedSince >= lease,
        { Holder: var holder } when holder == self => true,
        { Holder: var holder, Epoch: var epoch } when handed is { } given && holder == given.By && epoch <= given.Epoch => true,
        { Lease: var lease } => now - _unchangedSince >= lease,
    };

    /// <summary>A read goes out.</summary>
    public void BeginRead() => IsBusy = true;

    /// <summary>The first write to an empty register goes out.</summary>
    public RegisterContent BeginCreate(long now)
    {
        var content = BeginWrite(now, 0, longestLease, 0);
        _pending = (content, Never);
        return content;
    }

    /// <summary>A write goes out, by a node that holds the group until <paramref name="heldUntil"/> already.</summary>
    public RegisterContent BeginWrite(long now, ulong epoch, long lease, long heldUntil)
    {
        IsBusy = true;
        // Never used twice, not by a daemon before this one either, or a write that lands late would be taken for a newer one.
        _counter = Math.Max(Math.Max(_counter, _content?.Counter ?? 0) + 1, (ulong)now);
        // A challenger waits for as long as this node counts on: a shorter lease does not take back a longer one.
        var named = Math.Max(lease, CoreSettings.LeaseFor(Math.Max(Deadline, heldUntil) - now));
        var content = new RegisterContent(epoch, self, _counter, named, _content?.Revision ?? 0);
        OwnCounter = _counter;
        _pending = (content, now);
        return content;
    }

    public void Written(long now, long revision)
    {
        IsBusy = false;
        if (_pending is not { } pending)
        {
            return;
        }

        Win(pending);
        Learn(now, pending.Content with { Revision = revision });
    }

    /// <summary>The register holds this: read, or found by a write that was refused.</summary>
    public void Found(long now, RegisterContent? content)
    {
        IsBusy = false;
        if (_pending is { } pending && content is not null && content.Holder == self
            && content.Counter == pending.Content.Counter && content.Epoch == pending.Content.Epoch)
        {
            Win(pending);
        }

        _pending = null;
        Learn(now, content);
    }

    public void Silent() => IsBusy = false;

    /// <summary>This node's lease from the register is over.</summary>
    public void Forfeit()
    {
        Deadline = 0;
        if (_pending is { } pending)
        {
            // It may still land, but gives no lease any more.
            _pending = (pending.Content, Never);
        }
    }

    private void Win((RegisterContent Content, long SentAt) pending)
    {
        Deadline = Math.Max(Deadline, pending.SentAt + CoreSettings.HoldOf(pending.Content.Lease));
        _pending = null;
    }

    private void Learn(long now, RegisterContent? content)
    {
        SeenAt = now;
        if (_isKnown && content == _content)
        {
            return;
        }

        _isKnown = true;
        _content = content;
        // What an empty register got must stand there; that it was on its way does not count.
        var isHeard = content is { Epoch: > 0 } && content.Holder == _heard.Writer && content.Epoch == _heard.Epoch && content.Counter <= _heard.Counter;
        _unchangedSince = isHeard ? _heard.At : now;
    }
}
