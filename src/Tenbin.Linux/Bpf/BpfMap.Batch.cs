using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <content>Many entries in one call; one by one where the kernel has no batches for the type of map.</content>
public sealed unsafe partial class BpfMap
{
    /// <summary>
    /// All entries, read as the caller enumerates. While programs change the map an entry may be missed or come
    /// twice; for a hash the kernel reads bucket by bucket, so one that stays is always seen.
    /// </summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries<TKey, TValue>() where TKey : unmanaged where TValue : unmanaged
    {
        RequireKey(sizeof(TKey));
        RequireValue(sizeof(TValue));
        return Read();

        IEnumerable<KeyValuePair<TKey, TValue>> Read()
        {
            var cursor = new BpfMapCursor(this);
            while (cursor.MoveNext())
            {
                for (var i = 0; i < cursor.Count; i++)
                {
                    yield return new(MemoryMarshal.Read<TKey>(cursor.Key(i)), MemoryMarshal.Read<TValue>(cursor.Value(i)));
                }
            }
        }
    }

    /// <summary>The same as <see cref="Entries"/>, chunk by chunk: each as the kernel gave it, read when the caller asks for it.</summary>
    public IEnumerable<IReadOnlyList<KeyValuePair<TKey, TValue>>> Chunks<TKey, TValue>() where TKey : unmanaged where TValue : unmanaged
    {
        RequireKey(sizeof(TKey));
        RequireValue(sizeof(TValue));
        return Read();

        IEnumerable<IReadOnlyList<KeyValuePair<TKey, TValue>>> Read()
        {
            var cursor = new BpfMapCursor(this);
            while (cursor.MoveNext())
            {
                var chunk = new KeyValuePair<TKey, TValue>[cursor.Count];
                for (var i = 0; i < chunk.Length; i++)
                {
                    chunk[i] = new(MemoryMarshal.Read<TKey>(cursor.Key(i)), MemoryMarshal.Read<TValue>(cursor.Value(i)));
                }

                yield return chunk;
            }
        }
    }

    /// <summary>All entries of a per-CPU map with each CPU's value; else as <see cref="Entries"/>.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue[]>> PerCpuEntries<TKey, TValue>() where TKey : unmanaged where TValue : unmanaged
    {
        RequireKey(sizeof(TKey));
        RequirePerCpu<TValue>(PossibleCpus);
        return Read();

        IEnumerable<KeyValuePair<TKey, TValue[]>> Read()
        {
            var cursor = new BpfMapCursor(this);
            while (cursor.MoveNext())
            {
                for (var i = 0; i < cursor.Count; i++)
                {
                    var values = new TValue[PossibleCpus];
                    Unpack(cursor.Value(i), values.AsSpan());
                    yield return new(MemoryMarshal.Read<TKey>(cursor.Key(i)), values);
                }
            }
        }
    }

    /// <summary>Writes <paramref name="keys"/> and <paramref name="values"/> pairwise. Not atomic as a whole.</summary>
    /// <exception cref="BpfException">Refused; entries before the refused one are written.</exception>
    public void UpdateBatch<TKey, TValue>(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values, BpfUpdate when = BpfUpdate.Any)
        where TKey : unmanaged where TValue : unmanaged
    {
        RequireKey(sizeof(TKey));
        RequireValue(sizeof(TValue));
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, keys.Length);
        if (keys.IsEmpty)
        {
            return;
        }

        fixed (TKey* k = keys)
        fixed (TValue* v = values)
        {
            MapBatchOptions options = new() { Size = (nuint)sizeof(MapBatchOptions), ElementFlags = (ulong)when };
            var count = (uint)keys.Length;
            var result = LibBpf.MapUpdateBatch(Descriptor, k, v, &count, &options);
            if (result == -Errno.ENOTSUPP)
            {
                count = 0;
                while (count < keys.Length && (result = LibBpf.MapUpdate(Descriptor, k + count, v + count, (ulong)when)) >= 0)
                {
                    count++;
                }
            }

            if (result < 0)
            {
                throw Failed($"update ({count} of {keys.Length} entries done)", result);
            }
        }
    }

    /// <summary>Puts maps into a map of maps: one RCU wait for all, where the kernel has batches for it.</summary>
    public void UpdateInnerBatch<TKey>(ReadOnlySpan<TKey> keys, ReadOnlySpan<BpfMap> inner) where TKey : unmanaged
    {
        var descriptors = new int[inner.Length];
        for (var i = 0; i < inner.Length; i++)
        {
            descriptors[i] = inner[i].Descriptor.Number;
        }

        UpdateBatch<TKey, int>(keys, descriptors);
    }

    /// <summary>Removes the entries with these keys; those that are not there are passed over.</summary>
    public void DeleteBatch<TKey>(ReadOnlySpan<TKey> keys) where TKey : unmanaged
    {
        RequireKey(sizeof(TKey));
        fixed (TKey* k = keys)
        {
            MapBatchOptions options = new() { Size = (nuint)sizeof(MapBatchOptions) };
            var done = 0;
            while (done < keys.Length)
            {
                var count = (uint)(keys.Length - done);
                var result = LibBpf.MapDeleteBatch(Descriptor, k + done, &count, &options);
                if (result == -Errno.ENOTSUPP)
                {
                    Delete(keys[done++]);
                    continue;
                }

                if (result < 0 && result != -Errno.ENOENT)
                {
                    throw Failed("delete from", result);
                }

                // ENOENT: the kernel stopped at a key that is not there; go on behind it.
                done += (int)count + (result < 0 ? 1 : 0);
            }
        }
    }
}
