using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Tenbin.Linux.Ping;

/// <summary>
/// One raw ICMP socket for all pings of a family. A raw socket hears every reply that reaches the machine, so a reply
/// counts only with the key, the sender and the secret payload of a request that waits here.
/// </summary>
internal sealed class EchoSocket : IDisposable
{
    private const int NonceLength = 16;
    private readonly ConcurrentDictionary<uint, Waiter> _waiting = new();
    private readonly byte[] _nonce = RandomNumberGenerator.GetBytes(NonceLength);
    private readonly AddressFamily _family;
    private readonly IPEndPoint _any;
    private readonly Socket _socket;
    private uint _lastKey = (uint)Random.Shared.NextInt64();

    /// <exception cref="SocketException">Raw sockets are not permitted (CAP_NET_RAW) or the family is not there.</exception>
    public EchoSocket(AddressFamily family)
    {
        _family = family;
        _any = new(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        _socket = new(family, SocketType.Raw, family == AddressFamily.InterNetwork ? ProtocolType.Icmp : ProtocolType.IcmpV6);
        _socket.ReceiveBufferSize = 1 << 20;
        IcmpFilter.Apply(_socket);
        _socket.Bind(_any);
        _ = ListenAsync();
    }

    /// <summary>Why the socket hears nothing any more; null while it does.</summary>
    public string? Broken { get; private set; }

    /// <summary>Sends one echo request and waits for its reply.</summary>
    /// <returns>Null for a good reply, else what was wrong.</returns>
    /// <exception cref="OperationCanceledException">The deadline came first.</exception>
    /// <exception cref="SocketException">The request could not be sent.</exception>
    public async ValueTask<string?> AskAsync(IPAddress target, CancellationToken deadline)
    {
        uint key = Interlocked.Increment(ref _lastKey);
        var waiter = new Waiter(target);
        _waiting[key] = waiter;
        try
        {
            byte[] packet = new byte[IcmpEcho.HeaderLength + NonceLength];
            IcmpEcho.WriteRequest(packet, _family, key, _nonce);
            await _socket.SendToAsync(packet, SocketFlags.None, new IPEndPoint(target, 0), deadline).ConfigureAwait(false);
            return await waiter.Task.WaitAsync(deadline).ConfigureAwait(false);
        }
        finally
        {
            _waiting.TryRemove(key, out _);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ListenAsync()
    {
        byte[] buffer = new byte[2048];
        try
        {
            while (true)
            {
                SocketReceiveFromResult got =
                    await _socket.ReceiveFromAsync(buffer, SocketFlags.None, _any).ConfigureAwait(false);
                Hear(buffer.AsSpan(0, got.ReceivedBytes), ((IPEndPoint)got.RemoteEndPoint).Address);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Broken = $"the ICMP socket has failed: {e.Message}";
            foreach (Waiter waiter in _waiting.Values)
            {
                waiter.TrySetResult(Broken);
            }
        }
    }

    private void Hear(ReadOnlySpan<byte> packet, IPAddress sender)
    {
        if (!IcmpEcho.TryRead(packet, _family, out IcmpAnswer answer) || !_waiting.TryGetValue(answer.Key, out Waiter? waiter))
        {
            return;
        }
        if (answer.Error is { } error)
        {
            waiter.TrySetResult($"{error}, says {sender}");
        }
        else if (SameHost(sender, waiter.Target) && answer.Payload.SequenceEqual(_nonce))
        {
            waiter.TrySetResult(null);
        }
    }

    /// <summary>Without the scope, which a sender's link-local address may have and the configured one may lack.</summary>
    private static bool SameHost(IPAddress a, IPAddress b) => a.GetAddressBytes().AsSpan().SequenceEqual(b.GetAddressBytes());

    private sealed class Waiter(IPAddress target)
        : TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IPAddress Target { get; } = target;
    }
}
