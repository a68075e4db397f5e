using System.Runtime.InteropServices;

namespace Tenbin.Linux.Bpf;

/// <content>Constants (<c>const volatile</c> globals) before the load.</content>
public sealed unsafe partial class BpfObject
{
    private const string ReadOnlySection = ".rodata";
    private const uint KindDataSection = 15;

    /// <summary>Sets a <c>const volatile</c> global; the verifier then prunes what it makes unreachable.</summary>
    /// <exception cref="ArgumentException">No such constant, or its size is not that of <typeparamref name="T"/>.</exception>
    public void SetConstant<T>(string name, T value) where T : unmanaged
    {
        RequireNotLoaded();
        var section = LibBpf.ObjectFindMap(_handle, ReadOnlySection);
        var variable = FindConstant(name);
        nuint size = 0;
        var bytes = section == 0 ? null : LibBpf.MapInitialValue(section, &size);
        if (bytes is null || variable is not { } found || found.Offset + found.Size > size)
        {
            throw new ArgumentException($"BPF object {Name} has no constant {name} (or was compiled without -g)", nameof(name));
        }

        if (found.Size != sizeof(T))
        {
            throw new ArgumentException($"constant {name} of BPF object {Name} has {found.Size} bytes, not {sizeof(T)}", nameof(value));
        }

        MemoryMarshal.Write(new Span<byte>(bytes + found.Offset, sizeof(T)), in value);
    }

    private BtfSectionVariable? FindConstant(string name)
    {
        var btf = LibBpf.ObjectBtf(_handle);
        var id = btf == 0 ? -1 : LibBpf.BtfFindByNameKind(btf, ReadOnlySection, KindDataSection);
        if (id < 0)
        {
            return null;
        }

        // include/uapi/linux/btf.h: vlen is the low 16 bits of info; the section's variables follow its btf_type.
        var section = LibBpf.BtfTypeById(btf, (uint)id);
        var variables = new ReadOnlySpan<BtfSectionVariable>(section + 1, (int)(section->Info & 0xffff));
        foreach (var variable in variables)
        {
            var type = LibBpf.BtfTypeById(btf, variable.Type);
            if (Marshal.PtrToStringUTF8((nint)LibBpf.BtfNameByOffset(btf, type->NameOffset)) == name)
            {
                return variable;
            }
        }

        return null;
    }
}
