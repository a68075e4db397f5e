using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tenbin.Cluster.Sync;
using Tenbin.Cluster.Transport;
using Tenbin.Forwarding;

namespace Tenbin.Director.Clustering.Syncing;

/// <summary>
/// Carries sessions between this director's kernel and its peers, on a thread of its own: what the kernel tells goes to each
/// peer, what a peer tells goes into the kernel.
/// </summary>
internal sealed partial class SessionCourier : IDisposable
{
    private const int ChangesAtOnce = 256, TurnsAtOnce = 16, WaitingPayloads = 512;
    private const long BetweenReports = 500_000_000, NanosecondsInMillisecond = 1_000_000;
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(1);
    private readonly ISessionChanges _changes;
    private readonly CourierLinks _links;
    private readonly Action<byte, bool> _copied;
    private readonly Func<long> _clock;
    private readonly ILogger _log;
    private readonly SyncPeer[] _peers;
    private readonly bool[] _hasCopy;
    private readonly PayloadQueue _payloads = new(WaitingPayloads);
    private readonly ConcurrentQueue<(byte Node, Action Done)> _drains = [];
    private readonly List<(SyncPeer Peer, SyncMark Mark, Action Done)> _draining = [];
    private readonly SessionRecord[] _read = new SessionRecord[ChangesAtOnce];
    private readonly byte[] _outgoing = new byte[ClusterLinks.MaxPayload];
    private readonly Thread _thread;
    private SyncReport[] _reports = [];
    private byte[]? _incoming;
    private ulong _run;
    private uint _failures;
    private long _lost, _reportedAt;
    private int _copyWanted;
    private volatile bool _ending;

    /// <param name="sessions">The data plane; it tells of changes from now on.</param>
    /// <param name="peers">Ids of the other nodes.</param>
    /// <param name="run">This node's run at its start.</param>
    /// <param name="links">The way to them.</param>
    /// <param name="copied">Called on the courier's thread when a peer has all sessions of this node, or has not any more.</param>
    /// <param name="log">Troubles.</param>
    /// <param name="clock">Boot clock, nanoseconds.</param>
    /// <exception cref="DataPlaneException">The kernel refused.</exception>
    public SessionCourier(
        ISessionSync sessions, IEnumerable<byte> peers, ulong run, CourierLinks links, Action<byte, bool> copied, ILogger log, Func<long> clock)
    {
        (_links, _copied, _log, _clock) = (links, copied, log, clock);
        _changes = sessions.OpenChanges();
        _lost = _changes.ReadLost();
        sessions.SetSync(true);
        _run = run;
        _peers = [.. peers.Select(peer => new SyncPeer(peer, _run, sessions))];
        _hasCopy = new bool[_peers.Length];
        _thread = new Thread(Carry) { IsBackground = true, Name = "session sync" };
    }

    /// <summary>How it stood within the last second, by peer.</summary>
    public IReadOnlyList<SyncReport> Reports => Volatile.Read(ref _reports);

    /// <summary>Starts to carry.</summary>
    public void Start() => _thread.Start();

    /// <summary>Takes a payload of a peer's, from any thread.</summary>
    public void Deliver(byte node, ReadOnlySpan<byte> payload)
    {
        if (_payloads.Add(node, payload))
        {
            _changes.Wake();
        }
    }

    /// <summary>This node serves more than before: the peers get full copies. From any thread.</summary>
    public void SendCopies()
    {
        Interlocked.Exchange(ref _copyWanted, 1);
        _changes.Wake();
    }

    /// <summary>
    /// Calls back, on the courier's thread, when the peer has acknowledged all that the kernel has told until now; never, when it
    /// lacks more than that. From any thread.
    /// </summary>
    public void Drain(byte node, Action done)
    {
        _drains.Enqueue((node, done));
        _changes.Wake();
    }

    /// <summary>Ends carrying; what is still delivered is left alone. The kernel goes on telling: the next daemon reads on.</summary>
    public void Stop()
    {
        _ending = true;
        _changes.Wake();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    /// <summary>Lets go of the ring; nothing may be delivered any more.</summary>
    public void Dispose()
    {
        Stop();
        _changes.Dispose();
    }

    private void Carry()
    {
        while (!_ending)
        {
            try
            {
                CarryOnce();
                _changes.Wait(UntilNextStep());
            }
            catch (DataPlaneException e)
            {
                LogBroken(e.Message);
                _failures++;
                RestartAll();
                Thread.Sleep(s_afterFailure);
            }
        }
    }

    private void CarryOnce()
    {
        if (_links.Run() != _run)
        {
            RestartAll();
        }

        ReadChanges(TurnsAtOnce);
        TakePayloads();
        foreach (var peer in _peers)
        {
            while (peer.Sender.Step(_clock(), _outgoing) is > 0 and var length)
            {
                _links.Send(peer.Node, _outgoing.AsSpan(0, length));
            }
        }

        AnswerDrains();
        TellStanding();
    }

    // A receiver that has failed needs another run: by it the peer sees that what it had acknowledged is not here.
    private void RestartAll()
    {
        _run = _links.Run();
        foreach (var peer in _peers)
        {
            peer.Restart(_run + _failures);
        }
    }

    private void ReadChanges(int mostTurns)
    {
        if (Interlocked.Exchange(ref _copyWanted, 0) != 0)
        {
            SendCopiesNow();
        }

        Span<byte> item = stackalloc byte[SessionRecord.MaxLength];
        var turns = 0;
        int count;
        do
        {
            count = _changes.Read(_read);
            var now = _clock();
            for (var i = 0; i < count; i++)
            {
                var length = _read[i].Write(item);
                foreach (var peer in _peers)
                {
                    peer.Sender.Add(now, item[..length]);
                }
            }
        }
        while (count == ChangesAtOnce && ++turns < mostTurns);
    }

    private void SendCopiesNow()
    {
        foreach (var peer in _peers)
        {
            peer.Sender.RequestCopy();
        }
    }

    private void TakePayloads()
    {
        while (_payloads.TryTake(ref _incoming, out var node, out var length))
        {
            var answer = PeerOf(node).Take(_clock(), _incoming.AsSpan(0, length));
            if (!answer.IsEmpty)
            {
                _links.Send(node, answer);
            }
        }
    }

    private SyncPeer PeerOf(byte node) => Array.Find(_peers, peer => peer.Node == node)!;

    private void AnswerDrains()
    {
        for (var i = _draining.Count - 1; i >= 0; i--)
        {
            var (peer, mark, done) = _draining[i];
            var isDone = peer.Sender.IsAcknowledged(mark);
            if (isDone != false)
            {
                _draining.RemoveAt(i);
            }

            if (isDone == true)
            {
                done();
            }
        }

        // Asked before what is read next, so that all that was told before is behind the mark.
        while (_drains.TryDequeue(out var asked))
        {
            ReadChanges(int.MaxValue);
            NoteLost();
            var peer = PeerOf(asked.Node);
            if (peer.Sender.Mark is { } mark)
            {
                _draining.Add((peer, mark, asked.Done));
                _changes.Wake();
            }
        }
    }

    private void TellStanding()
    {
        for (var i = 0; i < _peers.Length; i++)
        {
            if (_peers[i].Sender.HasFullCopy != _hasCopy[i])
            {
                _hasCopy[i] = !_hasCopy[i];
                _copied(_peers[i].Node, _hasCopy[i]);
            }
        }

        if (_clock() - _reportedAt < BetweenReports)
        {
            return;
        }

        _reportedAt = _clock();
        Volatile.Write(ref _reports, [.. _peers.Select(peer => peer.Report())]);
        NoteLost();
    }

    private void NoteLost()
    {
        if (_changes.ReadLost() is var lost && lost > _lost)
        {
            LogLost(lost - _lost);
            _lost = lost;
            SendCopiesNow();
        }
    }

    private TimeSpan UntilNextStep()
    {
        var now = _clock();
        var next = now + BetweenReports;
        foreach (var peer in _peers)
        {
            next = Math.Min(next, peer.Sender.NextStep(now));
        }

        return TimeSpan.FromMilliseconds(Math.Max(0, (double)(next - now) / NanosecondsInMillisecond));
    }
}
