using Tenbin.Cluster.Sync;

namespace Tenbin.Cluster.Tests.Sync;

/// <summary>A sender and a receiver on logical time, with a network between that loses, delays, reorders and doubles.</summary>
internal sealed class SyncSimulation
{
    public const long Millisecond = 1_000_000;

    private readonly Random _random;
    private readonly SyncSettings _settings;
    private readonly PriorityQueue<(bool ToReceiver, byte[] Payload), long> _network = new();
    private readonly byte[] _buffer = new byte[1190];
    private readonly int _chunk;
    private long _version;
    private ulong _run = 100;

    public SyncSimulation(int seed, SyncSettings? settings = null, int chunk = 50)
    {
        _random = new Random(seed);
        _settings = settings ?? new SyncSettings { BetweenCopies = 50 * Millisecond };
        _chunk = chunk;
        Sender = new SyncSender(_settings, _run, () => Source.Copy(_chunk));
        Receiver = new SyncReceiver(++_run);
    }

    /// <summary>Shares of what is sent.</summary>
    public double Loss { get; set; }

    public double Doubled { get; set; }

    public long MaxDelay { get; set; } = 2 * Millisecond;

    public long Now { get; private set; } = 1_000_000_000_000;

    public ModelTable Source { get; private set; } = new();

    public ModelTable Target { get; private set; } = new();

    public SyncSender Sender { get; private set; }

    public SyncReceiver Receiver { get; private set; }

    public bool HasConverged => Sender.HasFullCopy && Sender.IsDrained
        && Source.Entries.Count == Target.Entries.Count
        && Source.Entries.All(entry => Target.Entries.TryGetValue(entry.Key, out var held) && held == entry.Value);

    /// <summary>Some entry changes, begins or ends; <paramref name="isHeard"/>: the sender is told.</summary>
    public void Change(uint keys, bool isHeard = true)
    {
        var key = (uint)_random.Next((int)keys);
        var isEnd = Source.Entries.ContainsKey(key) && _random.Next(4) == 0;
        var value = isEnd ? 0 : (uint)_random.Next(1, 1000);
        var version = ++_version;
        if (isEnd)
        {
            Source.Entries.Remove(key);
        }
        else
        {
            Source.Entries[key] = (value, version);
        }

        if (isHeard)
        {
            Sender.Add(Now, ModelTable.Item(key, value, version));
        }
    }

    public void RestartSender()
    {
        Sender = new SyncSender(_settings, ++_run, () => Source.Copy(_chunk));
    }

    /// <summary>The receiver's daemon starts anew; its kernel's table is as it was, or, after a reboot, empty.</summary>
    public void RestartReceiver(bool isReboot)
    {
        Receiver = new SyncReceiver(++_run);
        if (isReboot)
        {
            Target = new ModelTable();
        }
        else
        {
            Target.Flush();
        }
    }

    /// <summary>Lets time pass, in steps of a tenth of a millisecond.</summary>
    public void Pass(long time)
    {
        for (var end = Now + time; Now < end; Now += Millisecond / 10)
        {
            Step();
        }
    }

    /// <summary>Lets time pass until all is there; false when it is not within a minute.</summary>
    public bool Converges()
    {
        for (var end = Now + 60_000 * Millisecond; Now < end && !HasConverged; Now += Millisecond / 10)
        {
            Step();
        }

        return HasConverged;
    }

    private void Step()
    {
        for (var length = Sender.Step(Now, _buffer); length > 0; length = Sender.Step(Now, _buffer))
        {
            Post(toReceiver: true, _buffer.AsSpan(0, length));
        }

        while (_network.TryPeek(out _, out var due) && due <= Now)
        {
            var (toReceiver, payload) = _network.Dequeue();
            if (!toReceiver)
            {
                Sender.Receive(Now, payload);
            }
            else if (Receiver.Receive(payload, Target, _buffer) is > 0 and var length)
            {
                Post(toReceiver: false, _buffer.AsSpan(0, length));
            }
        }
    }

    private void Post(bool toReceiver, ReadOnlySpan<byte> payload)
    {
        for (var copies = _random.NextDouble() < Doubled ? 2 : 1; copies > 0; copies--)
        {
            if (_random.NextDouble() >= Loss)
            {
                _network.Enqueue((toReceiver, payload.ToArray()), Now + _random.NextInt64(MaxDelay));
            }
        }
    }
}
