using Microsoft.Win32.SafeHandles;

namespace Tenbin.Linux.Interop;

/// <summary>An owned kernel file descriptor, closed with <c>close(2)</c>.</summary>
internal sealed class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    public FileDescriptor() : base(ownsHandle: true)
    {
    }

    public FileDescriptor(int fd) : this() => SetHandle(fd);

    /// <summary>The number, valid while this object lives and is not disposed.</summary>
    public int Number => (int)handle;

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
