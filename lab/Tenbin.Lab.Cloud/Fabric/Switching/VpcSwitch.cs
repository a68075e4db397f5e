using System.Collections.Concurrent;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric.Tracking;
using Tenbin.Linux.Taps;

namespace Tenbin.Lab.Cloud.Fabric.Switching;

/// <summary>
/// Moves frames between TAP interfaces by the <see cref="Forwarder"/>'s rules. One thread does it all, in batches; what
/// others ask of it waits for its turn there.
/// </summary>
public sealed class VpcSwitch : IAsyncDisposable
{
    private const int Batch = 64, LongestFrame = 65_550;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly FabricState _state = new();
    private readonly Announcements _announcements = new();
    private readonly ConcurrentQueue<Action> _requests = new();
    private readonly Queue<(Book Book, TimeSpan At)> _coming = new();
    private readonly TapWaiter _waiter = new();
    private readonly List<TapDevice> _taps = [];
    private readonly List<int> _ports = [];
    private readonly Dictionary<int, TapDevice> _byPort = [];
    private readonly HashSet<int> _cut = [];
    private readonly byte[] _frame = new byte[LongestFrame];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BookIndex _book;
    private long _delivered;
    private volatile bool _stopping;

    /// <summary>Starts one with nothing plugged in.</summary>
    public VpcSwitch(TimeProvider time, Book book)
    {
        _time = time;
        _start = time.GetTimestamp();
        _book = new(book);
        new Thread(Run) { IsBackground = true, Name = "vpc switch" }.Start();
    }

    /// <summary>What it forwards by.</summary>
    public Book Book => Volatile.Read(ref _book).Book;

    public DropLog Drops { get; } = new();

    /// <summary>Frames delivered, the fabric's own answers included.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    public MetadataLanes Lanes => _state.Lanes;

    /// <summary>From when the fabric delivers an address's packets by a new book until it tells the neighbours; null = it never does.</summary>
    public TimeSpan? AnnouncementDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>From <see cref="Publish"/> until the fabric forwards by the new book.</summary>
    public TimeSpan ConvergenceDelay { get; set; }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Gives it a new book, to take effect after the <see cref="ConvergenceDelay"/>.</summary>
    public void Publish(Book book)
    {
        var at = Now + ConvergenceDelay;
        Ask(() => _coming.Enqueue((book, at)));
    }

    /// <summary>Plugs an interface in, in place of one that was there; the switch owns it from now on.</summary>
    public Task PlugIn(int port, TapDevice tap) => Done(() =>
    {
        Remove(port);
        _taps.Add(tap);
        _ports.Add(port);
        _byPort[port] = tap;
    });

    /// <summary>Removes the interface at a port; does nothing when there is none.</summary>
    public Task Unplug(int port) => Done(() => Remove(port));

    /// <summary>Loses every frame to and from a port, or no longer. The machine there sees no difference.</summary>
    public Task SetCut(int port, bool cut) => Done(() => _ = cut ? _cut.Add(port) : _cut.Remove(port));

    /// <summary>Ends it, and removes every interface.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _waiter.Wake();
        await _ended.Task;
        _waiter.Dispose();
    }

    private void Ask(Action request)
    {
        _requests.Enqueue(request);
        _waiter.Wake();
    }

    private Task Done(Action request)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Ask(() =>
        {
            request();
            done.SetResult();
        });
        return done.Task;
    }

    private void Run()
    {
        var ready = new bool[8];
        while (!_stopping)
        {
            if (ready.Length < _taps.Count)
            {
                ready = new bool[_taps.Count * 2];
            }

            _waiter.Wait(_taps, ready, UntilNext());
            for (var i = 0; i < _taps.Count; i++)
            {
                if (ready[i])
                {
                    Take(i);
                }
            }

            Settle();
        }

        foreach (var tap in _taps)
        {
            tap.Dispose();
        }

        _ended.SetResult();
    }

    /// <summary>Milliseconds until a book or an announcement is due.</summary>
    private int UntilNext()
    {
        TimeSpan? book = _coming.TryPeek(out var coming) ? coming.At : null;
        var next = _announcements.Next is { } announcement && !(book < announcement) ? announcement : book;
        return next is { } due ? Math.Max(0, (int)Math.Ceiling((due - Now).TotalMilliseconds)) : -1;
    }

    private void Take(int index)
    {
        var (tap, port) = (_taps[index], _ports[index]);
        var now = Now;
        for (var i = 0; i < Batch; i++)
        {
            var length = tap.Read(_frame);
            if (length == TapDevice.Gone)
            {
                // Somebody deleted it. The list is being walked: it goes when that is done.
                _requests.Enqueue(() => Remove(port));
                return;
            }

            if (length == 0)
            {
                return;
            }

            Carry(port, length, now);
        }
    }

    private void Carry(int port, int length, TimeSpan now)
    {
        var verdict = _cut.Contains(port)
            ? Verdict.Drop(DropReason.LinkCut)
            : Forwarder.Forward(_book, _state, port, _frame, length, now);
        var reason = verdict.IsDropped ? verdict.Reason : Send(verdict.Port, _frame.AsSpan(0, verdict.Length));
        if (reason != DropReason.None)
        {
            Drops.Add(port, reason, _frame.AsSpan(0, length));
        }
    }

    private DropReason Send(int port, ReadOnlySpan<byte> frame)
    {
        if (_cut.Contains(port))
        {
            return DropReason.LinkCut;
        }

        if (!_byPort.TryGetValue(port, out var tap) || !tap.Write(frame))
        {
            return DropReason.PortDown;
        }

        Volatile.Write(ref _delivered, _delivered + 1);
        return DropReason.None;
    }

    private void Settle()
    {
        while (_requests.TryDequeue(out var request))
        {
            request();
        }

        var now = Now;
        while (_coming.TryPeek(out var coming) && coming.At <= now)
        {
            _coming.Dequeue();
            var next = new BookIndex(coming.Book);
            if (AnnouncementDelay is { } delay)
            {
                _announcements.Compare(_book, next, now + delay);
            }

            Volatile.Write(ref _book, next);
        }

        while (_announcements.TryTake(now, out var address))
        {
            Announce(address);
        }
    }

    /// <summary>To all interfaces of the holder's subnet but its own.</summary>
    private void Announce(Ip address)
    {
        if (_book.Owner(address) is not { } holder)
        {
            return;
        }

        foreach (var neighbour in _book.Book.Interfaces.Values)
        {
            if (neighbour.SubnetId == holder.SubnetId && neighbour.Id != holder.Id)
            {
                var length = Forwarder.WriteAnnouncement(_frame, neighbour, holder.Mac, address);
                Send(neighbour.Port, _frame.AsSpan(0, length));
            }
        }
    }

    private void Remove(int port)
    {
        if (_byPort.Remove(port, out var tap))
        {
            _taps.Remove(tap);
            _ports.Remove(port);
            tap.Dispose();
        }
    }
}
