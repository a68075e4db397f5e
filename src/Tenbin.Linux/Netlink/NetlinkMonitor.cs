using System.Net.Sockets;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Netlink;

/// <summary>
/// Tells when something changes in a network namespace: that of the thread which opened it. One reader at a time.
/// </summary>
public sealed class NetlinkMonitor : IDisposable
{
    private const int LevelNetlink = 270, AddMembership = 1;
    private const int BufferSize = 32 * 1024;

    // RTNLGRP_LINK, _NEIGH, _IPV4_IFADDR, _IPV4_ROUTE, _IPV4_RULE, _IPV6_IFADDR, _IPV6_ROUTE, _IPV6_RULE
    private static readonly int[] s_groups = [1, 3, 5, 7, 8, 9, 11, 19];

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[BufferSize];

    private NetlinkMonitor(Socket socket) => _socket = socket;

    /// <summary>Begins to listen in the calling thread's network namespace; changes from now on are reported.</summary>
    public static unsafe NetlinkMonitor Open()
    {
        using var descriptor = NetlinkSocket.OpenDescriptor(RouteNetlink.Protocol);
        foreach (var group in s_groups)
        {
            if (Libc.SetSocketOption(descriptor, LevelNetlink, AddMembership, &group, sizeof(int)) != 0)
            {
                throw LinuxException.FromLastCall($"listen to rtnetlink group {group}");
            }
        }

        var copy = Libc.Duplicate(descriptor.Number);
        return copy >= 0
            ? new NetlinkMonitor(new Socket(new SafeSocketHandle(copy, ownsHandle: true)))
            : throw LinuxException.FromLastCall("listen to rtnetlink");
    }

    /// <summary>Waits until something changes, then gives all that is known to have changed since the last call.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public async Task<NetworkChanges> WaitAsync(CancellationToken cancellation)
    {
        var changes = NetworkChanges.None;
        while (changes == NetworkChanges.None)
        {
            changes = await ReceiveAsync(cancellation).ConfigureAwait(false);
        }

        // Netlink sockets do not tell the bytes they hold; Poll tells data and errors alike.
        while (_socket.Poll(0, SelectMode.SelectRead))
        {
            changes |= await ReceiveAsync(cancellation).ConfigureAwait(false);
        }

        return changes;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    internal static NetworkChanges Classify(ReadOnlySpan<byte> datagram)
    {
        var changes = NetworkChanges.None;
        while (NetlinkMessage.TryTake(ref datagram, out var message))
        {
            changes |= message.Header.Type switch
            {
                RouteMessage.NewLink or RouteMessage.DeleteLink => NetworkChanges.Links,
                RouteMessage.NewAddress or RouteMessage.DeleteAddress => NetworkChanges.Addresses,
                RouteMessage.NewRoute or RouteMessage.DeleteRoute or RouteMessage.NewRule or RouteMessage.DeleteRule => NetworkChanges.Routes,
                RouteMessage.NewNeighbour or RouteMessage.DeleteNeighbour => NetworkChanges.Neighbours,
                NetlinkHeader.Overrun => NetworkChanges.Resync,
                _ => NetworkChanges.None,
            };
        }

        return changes;
    }

    private async Task<NetworkChanges> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            var length = await _socket.ReceiveAsync(_buffer, SocketFlags.None, cancellation).ConfigureAwait(false);
            return Classify(_buffer.AsSpan(0, length));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
        {
            // ENOBUFS: the kernel had more to tell than the socket could hold; it goes on after this.
            return NetworkChanges.Resync;
        }
    }
}
