using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>
/// The values of an array made with <see cref="BpfMapFlags.Mappable"/>, mapped into this process as 64-bit words: a
/// store is seen by programs at once, without a system call. Reading and writing allocate nothing and never wait; safe
/// from several threads.
/// </summary>
public sealed unsafe class BpfArrayMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int Read = 1, Write = 2, Shared = 1;

    private readonly nuint _size;

    private BpfArrayMemory(nint address, nuint size, int words) : base(ownsHandle: true)
    {
        SetHandle(address);
        _size = size;
        Words = words;
    }

    /// <summary>How many words there are: of the first value, then of the second, …</summary>
    public int Words { get; }

    /// <summary>The word at <paramref name="index"/>; each access is atomic and ordered as a volatile one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not below <see cref="Words"/>.</exception>
    /// <exception cref="ObjectDisposedException">Unmapped.</exception>
    public long this[int index]
    {
        get
        {
            var isHeld = Hold(index);
            try
            {
                return Volatile.Read(ref ((long*)handle)[index]);
            }
            finally
            {
                LetGo(isHeld);
            }
        }

        set
        {
            var isHeld = Hold(index);
            try
            {
                Volatile.Write(ref ((long*)handle)[index], value);
            }
            finally
            {
                LetGo(isHeld);
            }
        }
    }

    /// <summary>Maps all values of <paramref name="map"/>, each a whole number of words.</summary>
    /// <exception cref="BpfException">The kernel refused, e.g. since the map is not mappable.</exception>
    public static BpfArrayMemory Of(BpfMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfNotEqual(map.ValueSize % sizeof(long), 0u);
        var size = (nuint)map.ValueSize * map.MaxEntries;
        var address = Libc.Map(0, size, Read | Write, Shared, map.Descriptor, 0);
        return address != -1
            ? new BpfArrayMemory(address, size, checked((int)(size / sizeof(long))))
            : throw BpfException.From($"map the memory of {map.Name}", Marshal.GetLastPInvokeError());
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Unmap(handle, _size) == 0;

    // Whoever disposes of it waits for a thread that is just writing.
    private bool Hold(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Words);
        var isHeld = false;
        DangerousAddRef(ref isHeld);
        return isHeld;
    }

    private void LetGo(bool isHeld)
    {
        if (isHeld)
        {
            DangerousRelease();
        }
    }
}
