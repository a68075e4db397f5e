using Microsoft.Win32.SafeHandles;

namespace Tenbin.Linux.Bpf;

/// <summary>A <c>struct bpf_object *</c>. Closing it closes its own descriptors; what was duplicated or pinned lives on.</summary>
internal sealed class BpfObjectHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public BpfObjectHandle(nint obj) : base(ownsHandle: true) => SetHandle(obj);

    protected override bool ReleaseHandle()
    {
        LibBpf.ObjectClose(handle);
        return true;
    }
}
