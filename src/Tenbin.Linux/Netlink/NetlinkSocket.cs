using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Netlink;

/// <summary>A request socket of one netlink family. It belongs to the network namespace of the thread that opened it.</summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    /// <summary>Takes one message of an answer.</summary>
    public delegate void Handler(NetlinkMessage message);

    private const int LevelSocket = 1, ReceiveTimeout = 20;
    private const int LevelNetlink = 270, CapAcknowledge = 10, ExtendedAcknowledge = 11, StrictCheck = 12;
    private const int BufferSize = 64 * 1024;
    private const int DumpAttempts = 10;
    private const int AnswerSeconds = 10;

    private readonly FileDescriptor _descriptor;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private readonly Lock _lock = new();
    private uint _sequence;

    /// <summary>Opens it.</summary>
    /// <param name="protocol">The family.</param>
    /// <param name="strict">The kernel takes a dump's request at its word (NETLINK_GET_STRICT_CHK): it filters, and refuses what it does not know.</param>
    public NetlinkSocket(int protocol, bool strict = false)
    {
        _descriptor = OpenDescriptor(protocol);
        SetOption(LevelNetlink, CapAcknowledge, 1);
        SetOption(LevelNetlink, ExtendedAcknowledge, 1);
        SetOption(LevelNetlink, StrictCheck, strict ? 1 : 0);
        var timeout = stackalloc long[] { AnswerSeconds, 0 };
        Libc.SetSocketOption(_descriptor, LevelSocket, ReceiveTimeout, timeout, 2 * sizeof(long));
    }

    /// <summary>A bound socket with a port id of the kernel's choice.</summary>
    public static FileDescriptor OpenDescriptor(int protocol)
    {
        var descriptor = Libc.Socket(Libc.FamilyNetlink, Libc.SocketRawCloseOnExec, protocol);
        if (descriptor.IsInvalid)
        {
            throw LinuxException.FromLastCall($"open a netlink socket (protocol {protocol})");
        }

        Libc.NetlinkAddress address = new() { Family = Libc.FamilyNetlink };
        if (Libc.BindNetlink(descriptor, &address, sizeof(Libc.NetlinkAddress)) != 0)
        {
            var failure = LinuxException.FromLastCall($"bind a netlink socket (protocol {protocol})");
            descriptor.Dispose();
            throw failure;
        }

        return descriptor;
    }

    /// <summary>Sends a request that wants an acknowledgement, and hands each message of the answer to <paramref name="handler"/>.</summary>
    /// <param name="request">Made with <see cref="NetlinkHeader.Acknowledge"/>.</param>
    /// <param name="operation">For the error message.</param>
    /// <param name="handler">Called for each message of the answer, on this thread.</param>
    /// <exception cref="LinuxException">The kernel's error with its own words.</exception>
    public void Request(NetlinkRequest request, string operation, Handler? handler = null)
    {
        if (TryRequest(request, operation, handler) is { Error: not 0 } error)
        {
            throw new LinuxException(operation, error.Error, error.Text);
        }
    }

    /// <summary>As <see cref="Request"/>, but gives the kernel's error back.</summary>
    public NetlinkError TryRequest(NetlinkRequest request, string operation, Handler? handler = null)
    {
        lock (_lock)
        {
            Send(request, operation);
            return Receive(operation, handler, out _);
        }
    }

    /// <summary>Dumps a table; starts over when it changed meanwhile, so that the answer is of one moment.</summary>
    /// <param name="request">Made with <see cref="NetlinkHeader.Dump"/>.</param>
    /// <param name="operation">For the error message.</param>
    /// <param name="parse">One message to one item; null to leave it out.</param>
    public List<T> Dump<T>(NetlinkRequest request, string operation, Func<NetlinkMessage, T?> parse) where T : class
    {
        lock (_lock)
        {
            for (var attempt = 1; ; attempt++)
            {
                List<T> items = [];
                Send(request, operation);
                var error = Receive(operation, message => Add(items, parse(message)), out var interrupted);
                if (error.Error != 0)
                {
                    throw new LinuxException(operation, error.Error, error.Text);
                }

                // A table that never rests gives its last answer; the caller reads it again anyway.
                if (!interrupted || attempt == DumpAttempts)
                {
                    return items;
                }
            }
        }
    }

    public void Dispose() => _descriptor.Dispose();

    private static void Add<T>(List<T> items, T? item) where T : class
    {
        if (item is not null)
        {
            items.Add(item);
        }
    }

    private void Send(NetlinkRequest request, string operation)
    {
        var message = request.Finish(++_sequence);
        fixed (byte* bytes = message)
        {
            if (Libc.Send(_descriptor, bytes, (nuint)message.Length, 0) != message.Length)
            {
                throw LinuxException.FromLastCall(operation);
            }
        }
    }

    private NetlinkError Receive(string operation, Handler? handler, out bool interrupted)
    {
        interrupted = false;
        while (true)
        {
            var datagram = ReceiveDatagram(operation);
            while (NetlinkMessage.TryTake(ref datagram, out var message))
            {
                // An answer to an earlier request that was given up.
                if (message.Header.Sequence != _sequence)
                {
                    continue;
                }

                interrupted |= (message.Header.Flags & NetlinkHeader.DumpInterrupted) != 0;
                if (message.Header.Type is NetlinkHeader.Error or NetlinkHeader.Done)
                {
                    return NetlinkError.Parse(message);
                }

                handler?.Invoke(message);
            }
        }
    }

    private ReadOnlySpan<byte> ReceiveDatagram(string operation)
    {
        while (true)
        {
            nint length;
            fixed (byte* bytes = _buffer)
            {
                length = Libc.Receive(_descriptor, bytes, BufferSize, Libc.MessageTruncated);
            }

            if (length >= 0)
            {
                return length <= BufferSize
                    ? _buffer.AsSpan(0, (int)length)
                    : throw new LinuxException(operation, Errno.ENOBUFS, $"the kernel's answer of {length} bytes does not fit {BufferSize}");
            }

            if (Marshal.GetLastPInvokeError() != Errno.EINTR)
            {
                throw LinuxException.FromLastCall($"{operation} (answer from the kernel)");
            }
        }
    }

    private void SetOption(int level, int option, int value) => Libc.SetSocketOption(_descriptor, level, option, &value, sizeof(int));
}
