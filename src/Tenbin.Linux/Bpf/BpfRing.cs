using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>
/// Reads what programs put into a ring buffer (Documentation/bpf/ringbuf.rst). One reader at a time, over all processes:
/// it moves the ring's own position. Allocates nothing while it reads.
/// </summary>
public sealed unsafe class BpfRing : IDisposable
{
    private const int ReadAccess = 1, WriteAccess = 2;
    private const uint Busy = 1u << 31, Discarded = 1u << 30, LengthMask = Discarded - 1;
    private const int HeaderSize = 8;

    private readonly FileDescriptor _ring;
    private readonly FileDescriptor _wake;
    private readonly string _name;
    private readonly MappedPages _consumer;
    private readonly MappedPages _producer;
    private readonly byte* _data;
    private readonly ulong _mask;

    private BpfRing(BpfMap map, FileDescriptor ring, FileDescriptor wake)
    {
        _ring = ring;
        _wake = wake;
        _name = map.Name;
        var page = Environment.SystemPageSize;
        _consumer = MappedPages.Map(ring, (nuint)page, ReadAccess | WriteAccess, 0, _name);
        // The data follow twice, so that a record across the end is in one piece.
        _producer = MappedPages.Map(ring, (nuint)page + 2 * (nuint)map.MaxEntries, ReadAccess, page, _name);
        _data = (byte*)_producer.Address + page;
        _mask = map.MaxEntries - 1;
    }

    /// <summary>Begins to read <paramref name="map"/>, where its last reader stopped.</summary>
    /// <exception cref="BpfException">Not a ring buffer, or the kernel refused.</exception>
    public static BpfRing Of(BpfMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Type != BpfMapType.RingBuffer)
        {
            throw new BpfException($"map {map.Name} is no ring buffer but {map.Type}");
        }

        var copy = Libc.Duplicate(map.Descriptor.Number);
        if (copy < 0)
        {
            throw BpfException.From($"read ring buffer {map.Name}", Marshal.GetLastPInvokeError());
        }

        var ring = new FileDescriptor(copy);
        var wake = Libc.EventDescriptor(0, Libc.EventNonBlockingCloseOnExec);
        return !wake.IsInvalid
            ? new BpfRing(map, ring, wake)
            : throw BpfException.From($"wait for ring buffer {map.Name}", Marshal.GetLastPInvokeError());
    }

    /// <summary>Waits until there is something to read, <see cref="Wake"/> was called, or the time is up.</summary>
    /// <param name="milliseconds">How long at most; -1 = for ever.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Wait(int milliseconds)
    {
        var descriptors = stackalloc Libc.PollDescriptor[2];
        descriptors[0] = new Libc.PollDescriptor { Descriptor = _ring.Number, Events = Libc.PollIn };
        descriptors[1] = new Libc.PollDescriptor { Descriptor = _wake.Number, Events = Libc.PollIn };
        if (Libc.Poll(descriptors, 2, milliseconds) < 0 && Marshal.GetLastPInvokeError() is var error and not Errno.EINTR)
        {
            throw BpfException.From($"wait for ring buffer {_name}", error);
        }

        if (descriptors[1].Returned != 0)
        {
            ulong calls;
            _ = Libc.Read(_wake, &calls, sizeof(ulong));
        }
    }

    /// <summary>Ends a <see cref="Wait"/>, now or the next one; from any thread.</summary>
    public void Wake()
    {
        var one = 1ul;
        _ = Libc.Write(_wake, &one, sizeof(ulong));
    }

    /// <summary>Takes records out, in the order in which programs reserved them.</summary>
    /// <returns>How many; 0 when there are none, or the next one is still being written.</returns>
    /// <exception cref="BpfException">A record is not as long as <typeparamref name="T"/>.</exception>
    public int Read<T>(Span<T> into) where T : unmanaged
    {
        ref var position = ref *(ulong*)_consumer.Address;
        var next = position;
        var end = Volatile.Read(ref *(ulong*)_producer.Address);
        var count = 0;
        while (next < end && count < into.Length)
        {
            var record = _data + (next & _mask);
            var header = Volatile.Read(ref *(uint*)record);
            if ((header & Busy) != 0)
            {
                break;
            }

            var length = header & LengthMask;
            if ((header & Discarded) == 0)
            {
                if (length != sizeof(T))
                {
                    throw new BpfException($"ring buffer {_name} has a record of {length} bytes, not {sizeof(T)}");
                }

                into[count++] = MemoryMarshal.Read<T>(new ReadOnlySpan<byte>(record + HeaderSize, sizeof(T)));
            }

            next += (length + HeaderSize + 7) & ~7u;
        }

        // A full fence: the kernel wakes only a reader that it sees to have caught up.
        Volatile.Write(ref position, next);
        Interlocked.MemoryBarrier();
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _consumer.Dispose();
        _producer.Dispose();
        _ring.Dispose();
        _wake.Dispose();
    }
}
