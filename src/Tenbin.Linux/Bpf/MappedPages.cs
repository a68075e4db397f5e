using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>Memory of a map, mapped into this process.</summary>
internal sealed class MappedPages : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int Shared = 1;

    private readonly nuint _size;

    private MappedPages(nint address, nuint size) : base(ownsHandle: true)
    {
        SetHandle(address);
        _size = size;
    }

    public nint Address => handle;

    /// <exception cref="BpfException">The kernel refused.</exception>
    public static MappedPages Map(FileDescriptor map, nuint size, int protection, nint offset, string name)
    {
        var address = Libc.Map(0, size, protection, Shared, map, offset);
        return address != -1
            ? new MappedPages(address, size)
            : throw BpfException.From($"map the memory of {name}", Marshal.GetLastPInvokeError());
    }

    protected override bool ReleaseHandle() => Libc.Unmap(handle, _size) == 0;
}
