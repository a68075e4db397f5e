using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Tenbin.Linux;

namespace Tenbin.Cluster.Transport;

/// <summary>
/// Carries payloads between the nodes of a cluster: each over all links, sealed; handed on once. Nothing is sent again: what is
/// lost on all links is lost. Safe for several threads.
/// </summary>
public sealed partial class ClusterLinks : IDisposable
{
    /// <summary>The longest payload, in bytes: no datagram of it is ever fragmented.</summary>
    public const int MaxPayload = FrameLayout.MaxPayload;

    private const long BetweenGreetings = 10_000_000;

    private readonly TransportSettings _settings;
    private readonly PayloadHandler _deliver;
    private readonly ILogger _log;
    private readonly Func<long> _clock;
    private readonly Lock _gate = new();
    private readonly FrameCodec _codec;
    private readonly LinkSocket[] _sockets;
    private readonly Thread[] _listeners;
    private readonly SocketAddress[][] _addresses = new SocketAddress[256][];
    private readonly byte[] _outgoing = new byte[FrameLayout.MaxDatagram];
    private volatile bool _ending;

    /// <summary>Opens a socket for each link; nothing is sent or received before <see cref="Start"/>.</summary>
    /// <param name="settings">Who talks to whom.</param>
    /// <param name="keys">The cluster's keys.</param>
    /// <param name="deliver">Takes what comes in.</param>
    /// <param name="log">Peers confirmed; refusals and errors at a bounded rate.</param>
    /// <param name="clock">Boot clock in nanoseconds; null = the kernel's.</param>
    /// <exception cref="TransportException">A link's socket cannot be opened.</exception>
    /// <exception cref="ArgumentException">The settings contradict themselves.</exception>
    public ClusterLinks(TransportSettings settings, KeyFile keys, PayloadHandler deliver, ILogger log, Func<long>? clock = null)
    {
        settings.Check();
        _settings = settings;
        _deliver = deliver;
        _log = log;
        _clock = clock ?? (() => Clock.BootTime);
        var own = settings.Members.Single(member => member.Id == settings.Self);
        _counts = [.. own.Links.Select(_ => new long[Enum.GetValues<FrameVerdict>().Length])];
        _activeKey = keys.Active.Id;
        foreach (var member in settings.Members)
        {
            _addresses[member.Id] = [.. member.Links.Select(link => link.Serialize())];
        }

        _sockets = OpenAll(own);
        _codec = new FrameCodec(settings, keys);
        _listeners = [.. _sockets.Select((_, link) => new Thread(() => Listen(link)) { IsBackground = true, Name = $"cluster link {link}" })];
    }

    /// <summary>This node's run; changes when a peer knew a later one.</summary>
    public ulong Incarnation
    {
        get
        {
            lock (_gate)
            {
                return _codec.Own.Incarnation;
            }
        }
    }

    /// <summary>The newest protocol version that every member is known to speak; of one not heard yet, the oldest is assumed.</summary>
    public byte AgreedVersion
    {
        get
        {
            lock (_gate)
            {
                return _codec.AgreedVersion;
            }
        }
    }

    /// <summary>Starts to listen, and greets every peer.</summary>
    public void Start()
    {
        foreach (var listener in _listeners)
        {
            listener.Start();
        }

        lock (_gate)
        {
            foreach (var peer in _codec.Peers)
            {
                Greet(peer, _clock());
            }
        }
    }

    /// <summary>
    /// Sends a payload over all links. To a peer that is not confirmed yet a greeting goes instead: whoever sends now and then,
    /// as a heartbeat does, gets through a round trip after the peer is there. Allocates nothing unless the network refuses.
    /// </summary>
    /// <param name="node">Id of the peer.</param>
    /// <param name="channel">What the payload is part of.</param>
    /// <param name="payload">1 to <see cref="MaxPayload"/> bytes.</param>
    /// <returns>The kernel took it on one link at least. The network's errors are counted, never thrown.</returns>
    /// <exception cref="ArgumentException">No such peer, or the payload's length is out of range.</exception>
    public bool Send(byte node, Channel channel, ReadOnlySpan<byte> payload)
    {
        if (payload.Length is 0 or > MaxPayload)
        {
            throw new ArgumentException($"A payload has 1 to {MaxPayload} bytes, not {payload.Length}.", nameof(payload));
        }

        var sent = false;
        var trouble = -1;
        lock (_gate)
        {
            var peer = _codec.Find(node) ?? throw new ArgumentException($"Node {node} is no peer.", nameof(node));
            if (_ending)
            {
                return false;
            }

            var now = _clock();
            if (peer.Session is not { } session)
            {
                Greet(peer, now);
                return false;
            }

            var sequence = ++peer.Sequence;
            for (var link = 0; link < _sockets.Length; link++)
            {
                var length = _codec.SealData(peer, session, (byte)link, sequence, channel, payload, now, _outgoing);
                if (Transmit(peer, link, length, now, ref trouble))
                {
                    peer.Links[link].Sent++;
                    sent = true;
                }
            }
        }

        LogTrouble(node, trouble);
        return sent;
    }

    /// <summary>Takes another version of the key file: what it holds is accepted from now on, its active key sent with.</summary>
    public void UseKeys(KeyFile keys)
    {
        lock (_gate)
        {
            _codec.UseKeys(keys);
            _activeKey = keys.Active.Id;
        }

        if (_log.IsEnabled(LogLevel.Information))
        {
            LogKeys(keys.Active.Id, string.Join(", ", keys.Keys.Select(key => key.Id)));
        }
    }

    /// <summary>Stops to listen and to send. Not from within the payload handler.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ending = true;
            foreach (var socket in _sockets)
            {
                socket.Dispose();
            }

            _codec.Dispose();
        }

        foreach (var listener in _listeners.Where(listener => listener.IsAlive))
        {
            listener.Join();
        }
    }

    private static LinkSocket[] OpenAll(ClusterMember own)
    {
        var open = new List<LinkSocket>();
        foreach (var address in own.Links)
        {
            try
            {
                open.Add(new LinkSocket(address));
            }
            catch (SocketException e)
            {
                open.ForEach(socket => socket.Dispose());
                throw new TransportException(address, e);
            }
        }

        return [.. open];
    }

    private void Greet(Peer peer, long now)
    {
        for (var link = 0; link < _sockets.Length; link++)
        {
            if (!(now - peer.Links[link].LastGreeting < BetweenGreetings))
            {
                peer.Links[link].LastGreeting = now;
                SendHello(peer, link, default, now);
            }
        }
    }

    private void SendHello(Peer peer, int link, SessionId echo, long now)
    {
        var ignored = -1;
        Transmit(peer, link, _codec.SealHello(peer, (byte)link, echo, _outgoing), now, ref ignored);
    }

    /// <summary>Sends what is in the outgoing buffer; sets <paramref name="trouble"/> to the link when it fails and that was not logged of late.</summary>
    private bool Transmit(Peer peer, int link, int length, long now, ref int trouble)
    {
        var error = _sockets[link].Send(_outgoing.AsSpan(0, length), _addresses[peer.Id][link]);
        if (error == SocketError.Success)
        {
            return true;
        }

        var figures = peer.Links[link];
        figures.Failed(error);
        if (!(now - figures.LastErrorLogged < RefusalLog.Every))
        {
            figures.LastErrorLogged = now;
            trouble = link;
        }

        return false;
    }
}
