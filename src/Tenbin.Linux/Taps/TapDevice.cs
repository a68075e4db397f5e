using System.Runtime.InteropServices;
using System.Text;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Taps;

/// <summary>
/// An Ethernet interface whose cable is this process (Documentation/networking/tuntap.rst). The interface and its network
/// namespace are there while this object is. It offers the kernel no offload: what is read is whole frames of at most the
/// MTU with finished checksums, and what is written must be the same.
/// </summary>
public sealed unsafe class TapDevice : IDisposable
{
    /// <summary>What <see cref="Read"/> returns when somebody has deleted the interface.</summary>
    public const int Gone = -1;

    private readonly FileDescriptor _descriptor;

    private TapDevice(FileDescriptor descriptor, string name) => (_descriptor, Name) = (descriptor, name);

    /// <summary>The interface's name.</summary>
    public string Name { get; }

    internal FileDescriptor Descriptor => _descriptor;

    /// <summary>Makes an interface, still down, in the network namespace of the calling thread.</summary>
    /// <param name="name">At most 15 bytes; not taken.</param>
    /// <exception cref="LinuxException">The kernel refused: no CAP_NET_ADMIN, no <c>/dev/net/tun</c>, or the name is taken.</exception>
    public static TapDevice Create(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Libc.InterfaceRequest request = default;
        request.Flags = Libc.TapWithoutPacketInformation;
        var room = new Span<byte>(request.Name, Libc.InterfaceRequest.NameSize - 1);
        if (!Encoding.ASCII.TryGetBytes(name, room, out _))
        {
            throw new ArgumentException($"'{name}' is longer than an interface's name may be: {room.Length} bytes", nameof(name));
        }

        var descriptor = Libc.Open("/dev/net/tun", Libc.OpenReadWriteNonBlockingCloseOnExec);
        if (descriptor.IsInvalid)
        {
            throw LinuxException.FromLastCall("open /dev/net/tun");
        }

        if (Libc.Control(descriptor, Libc.TunSetInterface, &request) != 0)
        {
            var refused = LinuxException.FromLastCall($"make TAP interface {name}");
            descriptor.Dispose();
            throw refused;
        }

        return new TapDevice(descriptor, name);
    }

    /// <summary>Takes the next frame that the kernel sends out of the interface, without waiting.</summary>
    /// <param name="frame">Room for it; what is longer is cut.</param>
    /// <returns>Its bytes; 0 when there is none; <see cref="Gone"/>.</returns>
    /// <exception cref="LinuxException">The kernel refused for another reason.</exception>
    public int Read(Span<byte> frame)
    {
        fixed (byte* bytes = frame)
        {
            var length = Libc.Read(_descriptor, bytes, (nuint)frame.Length);
            return length >= 0 ? (int)length : Marshal.GetLastPInvokeError() switch
            {
                Errno.EAGAIN or Errno.EINTR => 0,
                Errno.EBADFD => Gone,
                var error => throw new LinuxException($"read from TAP interface {Name}", error),
            };
        }
    }

    /// <summary>Lets the kernel receive a frame on the interface, without waiting.</summary>
    /// <returns>Whether it took it; not when the interface is down, gone, or out of room.</returns>
    public bool Write(ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame)
        {
            return Libc.Write(_descriptor, bytes, (nuint)frame.Length) == frame.Length;
        }
    }

    /// <summary>Removes the interface.</summary>
    public void Dispose() => _descriptor.Dispose();
}
