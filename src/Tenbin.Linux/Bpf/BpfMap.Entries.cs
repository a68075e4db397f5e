using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <content>One entry at a time.</content>
public sealed unsafe partial class BpfMap
{
    /// <summary>Reads an entry; false when there is none.</summary>
    /// <param name="key">Exactly <see cref="KeySize"/> bytes.</param>
    /// <param name="value">Exactly <see cref="ValueSize"/> bytes; not for per-CPU maps.</param>
    public bool TryLookup(ReadOnlySpan<byte> key, Span<byte> value)
    {
        RequireKey(key.Length);
        RequireValue(value.Length);
        return LookupRaw(key, value);
    }

    /// <inheritdoc cref="TryLookup(ReadOnlySpan{byte}, Span{byte})"/>
    public bool TryLookup<TKey, TValue>(TKey key, out TValue value) where TKey : unmanaged where TValue : unmanaged
    {
        value = default;
        fixed (TValue* pointer = &value)
        {
            return TryLookup(new ReadOnlySpan<byte>(&key, sizeof(TKey)), new Span<byte>(pointer, sizeof(TValue)));
        }
    }

    /// <summary>Writes an entry.</summary>
    /// <returns>False when <paramref name="when"/> forbids it: the entry exists (NoExist) or does not (Exist).</returns>
    /// <exception cref="BpfException">Refused; E2BIG when the map is full.</exception>
    public bool Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, BpfUpdate when = BpfUpdate.Any)
    {
        RequireKey(key.Length);
        RequireValue(value.Length);
        fixed (byte* k = key, v = value)
        {
            return LibBpf.MapUpdate(Descriptor, k, v, (ulong)when) switch
            {
                >= 0 => true,
                -Errno.EEXIST when when == BpfUpdate.NoExist => false,
                -Errno.ENOENT when when == BpfUpdate.Exist => false,
                var error => throw Failed("update", error),
            };
        }
    }

    /// <inheritdoc cref="Update(ReadOnlySpan{byte}, ReadOnlySpan{byte}, BpfUpdate)"/>
    public bool Update<TKey, TValue>(TKey key, TValue value, BpfUpdate when = BpfUpdate.Any) where TKey : unmanaged where TValue : unmanaged =>
        Update(new ReadOnlySpan<byte>(&key, sizeof(TKey)), new ReadOnlySpan<byte>(&value, sizeof(TValue)), when);

    /// <summary>Puts <paramref name="inner"/> into a map of maps. Waits for an RCU grace period (milliseconds).</summary>
    public void UpdateInner<TKey>(TKey key, BpfMap inner) where TKey : unmanaged
    {
        ArgumentNullException.ThrowIfNull(inner);
        Update(key, inner.Descriptor.Number);
    }

    /// <summary>Removes an entry; false when there was none.</summary>
    public bool Delete(ReadOnlySpan<byte> key)
    {
        RequireKey(key.Length);
        fixed (byte* k = key)
        {
            return LibBpf.MapDelete(Descriptor, k) switch
            {
                >= 0 => true,
                -Errno.ENOENT => false,
                var error => throw Failed("delete", error),
            };
        }
    }

    /// <inheritdoc cref="Delete(ReadOnlySpan{byte})"/>
    public bool Delete<TKey>(TKey key) where TKey : unmanaged => Delete(new ReadOnlySpan<byte>(&key, sizeof(TKey)));

    /// <summary>
    /// The key after <paramref name="key"/> in the kernel's order (the first, when empty); false at the end. A key
    /// that was deleted meanwhile starts over.
    /// </summary>
    public bool TryNextKey(ReadOnlySpan<byte> key, Span<byte> next)
    {
        if (!key.IsEmpty)
        {
            RequireKey(key.Length);
        }

        RequireKey(next.Length);
        fixed (byte* k = key, n = next)
        {
            return LibBpf.MapNextKey(Descriptor, k, n) switch
            {
                >= 0 => true,
                -Errno.ENOENT => false,
                var error => throw Failed("iterate", error),
            };
        }
    }

    private bool LookupRaw(ReadOnlySpan<byte> key, Span<byte> value)
    {
        fixed (byte* k = key, v = value)
        {
            return LibBpf.MapLookup(Descriptor, k, v) switch
            {
                >= 0 => true,
                -Errno.ENOENT => false,
                var error => throw Failed("look up in", error),
            };
        }
    }

    private BpfException Failed(string what, int error) => BpfException.From(
        error == -Errno.E2BIG ? $"{what} map {Name}: full with {MaxEntries} entries, or the index is out of range" : $"{what} map {Name}", error);

    private void RequireKey(int size)
    {
        if (size != KeySize)
        {
            throw new ArgumentException($"map {Name} has keys of {KeySize} bytes, not {size}");
        }
    }

    private void RequireValue(int size)
    {
        if (size != ValueSize || IsPerCpu)
        {
            throw new ArgumentException($"map {Name} has values of {ValueSize} bytes{(IsPerCpu ? " for each CPU" : "")}, not {size}");
        }
    }
}
