using System.Runtime.InteropServices;

namespace Tenbin.Linux.Bpf;

/// <content>Maps with a value for each CPU.</content>
public sealed unsafe partial class BpfMap
{
    /// <summary>Reads each CPU's value; false when there is no entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">One place for each of <see cref="PossibleCpus"/>.</param>
    public bool TryLookupPerCpu<TKey, TValue>(TKey key, Span<TValue> values) where TKey : unmanaged where TValue : unmanaged
    {
        RequireKey(sizeof(TKey));
        RequirePerCpu<TValue>(values.Length);
        var raw = new byte[EntrySize];
        if (!LookupRaw(new ReadOnlySpan<byte>(&key, sizeof(TKey)), raw))
        {
            return false;
        }

        Unpack(raw, values);
        return true;
    }

    /// <summary>Writes each CPU's value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">One for each of <see cref="PossibleCpus"/>.</param>
    public void UpdatePerCpu<TKey, TValue>(TKey key, ReadOnlySpan<TValue> values) where TKey : unmanaged where TValue : unmanaged
    {
        RequireKey(sizeof(TKey));
        RequirePerCpu<TValue>(values.Length);
        var raw = new byte[EntrySize];
        for (var cpu = 0; cpu < values.Length; cpu++)
        {
            MemoryMarshal.Write(raw.AsSpan(cpu * PerCpuStride), in values[cpu]);
        }

        fixed (byte* v = raw)
        {
            var result = LibBpf.MapUpdate(Descriptor, &key, v, (ulong)BpfUpdate.Any);
            if (result < 0)
            {
                throw Failed("update", result);
            }
        }
    }

    private void Unpack<TValue>(ReadOnlySpan<byte> raw, Span<TValue> values) where TValue : unmanaged
    {
        for (var cpu = 0; cpu < values.Length; cpu++)
        {
            values[cpu] = MemoryMarshal.Read<TValue>(raw[(cpu * PerCpuStride)..]);
        }
    }

    private void RequirePerCpu<TValue>(int count) where TValue : unmanaged
    {
        if (!IsPerCpu || sizeof(TValue) != ValueSize || count != PossibleCpus)
        {
            throw new ArgumentException($"map {Name} ({Type}) with values of {ValueSize} bytes does not fit {count} values of {sizeof(TValue)} bytes; {PossibleCpus} CPUs are possible");
        }
    }
}
