using System.Net;
using System.Net.Sockets;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Neighbours;

/// <summary>
/// Speaks and hears ARP and ND on every Ethernet interface of one network namespace: that of the thread which opened
/// it, whoever calls later. Thread-safe; one listener.
/// </summary>
public sealed class NeighbourSocket : IDisposable
{
    private const int FrameSize = 256;

    // ICMPv6 neighbour advertisements without extension headers: those may not be in them (RFC 6980).
    private static readonly Libc.FilterInstruction[] s_advertisements =
    [
        new(0x30, 0, 0, 20),
        new(0x15, 0, 3, 58),
        new(0x30, 0, 0, 54),
        new(0x15, 0, 1, 136),
        new(0x06, 0, 0, FrameSize),
        new(0x06, 0, 0, 0),
    ];

    private readonly PacketSocket _arp;
    private readonly PacketSocket _nd;

    private NeighbourSocket(PacketSocket arp, PacketSocket nd) => (_arp, _nd) = (arp, nd);

    /// <summary>Opens the sockets in the calling thread's network namespace.</summary>
    /// <exception cref="LinuxException">Not permitted: needs CAP_NET_RAW.</exception>
    public static NeighbourSocket Open()
    {
        var arp = PacketSocket.Open(EthernetFrame.Arp, default);
        try
        {
            return new NeighbourSocket(arp, PacketSocket.Open(EthernetFrame.IPv6, s_advertisements));
        }
        catch (LinuxException)
        {
            arp.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Tells the link that <paramref name="address"/> is at <paramref name="mac"/>, so that all who know it change their
    /// entry: gratuitous ARP as request and as reply (RFC 5227), or an unsolicited advertisement (RFC 4861 §7.2.6).
    /// </summary>
    /// <param name="interfaceIndex">The link.</param>
    /// <param name="mac">The interface's MAC.</param>
    /// <param name="address">The address.</param>
    /// <param name="isRouter">IPv6: this machine forwards packets.</param>
    /// <exception cref="SocketException">It could not be sent; NetworkDown: the interface is off.</exception>
    public void Announce(int interfaceIndex, MacAddress mac, IPAddress address, bool isRouter)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            _arp.Send(interfaceIndex, ArpFrame.AnnouncingRequest(mac, address));
            _arp.Send(interfaceIndex, ArpFrame.AnnouncingReply(mac, address));
        }
        else
        {
            _nd.Send(interfaceIndex, NdFrame.Announcement(mac, address, isRouter));
        }
    }

    /// <summary>Asks the link who has <paramref name="address"/>; whoever does is heard by the listener.</summary>
    /// <param name="interfaceIndex">The link.</param>
    /// <param name="mac">The interface's MAC.</param>
    /// <param name="address">The address.</param>
    /// <param name="sender">IPv6: an own address on the link other than <paramref name="address"/>; null when there is none.</param>
    /// <exception cref="SocketException">It could not be sent; NetworkDown: the interface is off.</exception>
    public void Probe(int interfaceIndex, MacAddress mac, IPAddress address, IPAddress? sender)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            _arp.Send(interfaceIndex, ArpFrame.Probe(mac, address));
        }
        else
        {
            _nd.Send(interfaceIndex, NdFrame.Solicit(mac, address, sender));
        }
    }

    /// <summary>
    /// Asks the link for <paramref name="address"/> as a machine does that wants to send there. Linux answers this for an address
    /// on another of its interfaces too, as on <c>lo</c>; it does not answer <see cref="Probe"/> for such.
    /// </summary>
    /// <param name="interfaceIndex">The link.</param>
    /// <param name="mac">The interface's MAC.</param>
    /// <param name="address">The address.</param>
    /// <param name="sender">An own address on the link.</param>
    /// <exception cref="SocketException">It could not be sent; NetworkDown: the interface is off.</exception>
    public void Ask(int interfaceIndex, MacAddress mac, IPAddress address, IPAddress sender)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            _arp.Send(interfaceIndex, ArpFrame.Question(mac, sender, address));
        }
        else
        {
            _nd.Send(interfaceIndex, NdFrame.Solicit(mac, address, sender));
        }
    }

    /// <summary>Gives every claim that another machine makes, until cancelled. Anyone on a link may claim anything.</summary>
    /// <param name="heard">Called on a pool thread, for ARP and ND at the same time.</param>
    /// <param name="cancellation">Ends it, without an exception.</param>
    public Task ListenAsync(Action<NeighbourClaim> heard, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(heard);
        return Task.WhenAll(HearAsync(_arp, ArpFrame.TryRead, heard, cancellation), HearAsync(_nd, NdFrame.TryRead, heard, cancellation));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _arp.Dispose();
        _nd.Dispose();
    }

    private delegate bool Reader(ReadOnlySpan<byte> frame, int interfaceIndex, out NeighbourClaim claim);

    private static async Task HearAsync(PacketSocket socket, Reader read, Action<NeighbourClaim> heard, CancellationToken cancellation)
    {
        var buffer = new byte[FrameSize];
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var (length, interfaceIndex) = await socket.ReceiveAsync(buffer, cancellation).ConfigureAwait(false);
                if (read(buffer.AsSpan(0, length), interfaceIndex, out var claim))
                {
                    heard(claim);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.NetworkDown)
            {
                // An interface went off; the socket hears the others.
            }
        }
    }
}
