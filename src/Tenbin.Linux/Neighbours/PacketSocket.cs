using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Neighbours;

/// <summary>
/// A packet socket (packet(7)) for whole frames of one Ethernet type on all interfaces of the network namespace of the
/// thread that opened it. Hears what comes in, not what this machine sends.
/// </summary>
internal sealed class PacketSocket : IDisposable
{
    private const int LevelSocket = 1, AttachFilter = 26;
    private const int IndexOffset = 4;

    private readonly Socket _socket;
    private readonly ushort _type;

    private PacketSocket(Socket socket, ushort type) => (_socket, _type) = (socket, type);

    /// <summary>Opens one.</summary>
    /// <param name="type">Ethernet type.</param>
    /// <param name="filter">Classic BPF over the frame: what to hear; empty for all.</param>
    /// <exception cref="LinuxException">Not permitted: needs CAP_NET_RAW.</exception>
    public static unsafe PacketSocket Open(ushort type, ReadOnlySpan<Libc.FilterInstruction> filter)
    {
        // Without a protocol it hears nothing before it is bound, and so nothing that the filter should keep out.
        using var descriptor = Libc.Socket(Libc.FamilyPacket, Libc.SocketRawCloseOnExec, 0);
        if (descriptor.IsInvalid)
        {
            throw LinuxException.FromLastCall("open a packet socket (needs CAP_NET_RAW)");
        }

        fixed (Libc.FilterInstruction* instructions = filter)
        {
            Libc.FilterProgram program = new() { Length = (ushort)filter.Length, Instructions = instructions };
            if (filter.Length > 0 && Libc.SetSocketOption(descriptor, LevelSocket, AttachFilter, &program, sizeof(Libc.FilterProgram)) != 0)
            {
                throw LinuxException.FromLastCall("set the filter of a packet socket");
            }
        }

        Libc.PacketAddress address = new() { Family = Libc.FamilyPacket, Protocol = BinaryPrimitives.ReverseEndianness(type) };
        if (Libc.BindPacket(descriptor, &address, sizeof(Libc.PacketAddress)) != 0)
        {
            throw LinuxException.FromLastCall("bind a packet socket");
        }

        var copy = Libc.Duplicate(descriptor.Number);
        return copy >= 0
            ? new PacketSocket(new Socket(new SafeSocketHandle(copy, ownsHandle: true)), type)
            : throw LinuxException.FromLastCall("open a packet socket");
    }

    /// <summary>Sends a frame.</summary>
    /// <exception cref="SocketException">NetworkDown: the interface is off.</exception>
    public unsafe void Send(int interfaceIndex, ReadOnlySpan<byte> frame)
    {
        var to = Room();
        fixed (byte* bytes = to.Buffer.Span)
        {
            *(Libc.PacketAddress*)bytes = new() { Family = Libc.FamilyPacket, Protocol = BinaryPrimitives.ReverseEndianness(_type), InterfaceIndex = interfaceIndex };
        }

        to.Size = sizeof(Libc.PacketAddress);
        _socket.SendTo(frame, SocketFlags.None, to);
    }

    /// <summary>Waits for a frame; what is longer than the buffer is cut.</summary>
    /// <exception cref="SocketException">NetworkDown: an interface went off; it hears the others and may be called again.</exception>
    public async ValueTask<(int Length, int InterfaceIndex)> ReceiveAsync(Memory<byte> frame, CancellationToken cancellation)
    {
        var from = Room();
        var length = await _socket.ReceiveFromAsync(frame, SocketFlags.None, from, cancellation).ConfigureAwait(false);
        return (length, BitConverter.ToInt32(from.Buffer.Span[IndexOffset..]));
    }

    public void Dispose() => _socket.Dispose();

    private static SocketAddress Room() => new(AddressFamily.Packet, SocketAddress.GetMaximumAddressSize(AddressFamily.Packet));
}
