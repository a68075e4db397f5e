using System.Buffers.Binary;
using Tenbin.Cluster.Sync;

namespace Tenbin.Cluster.Tests.Sync;

/// <summary>A table of sessions reduced to a key, a value and a version: the sender's, or, as a sink, the receiver's.</summary>
internal sealed class ModelTable : ISyncSink
{
    public const int ItemLength = 4 + 4 + 8;

    private readonly List<(uint Key, uint Value, long Version)> _taken = [];
    private HashSet<uint>? _copied;

    /// <summary>Value and version by key.</summary>
    public Dictionary<uint, (uint Value, long Version)> Entries { get; } = [];

    public int Copies { get; private set; }

    /// <summary>An item: key, value (0 = the entry is gone), version.</summary>
    public static byte[] Item(uint key, uint value, long version)
    {
        var item = new byte[ItemLength];
        BinaryPrimitives.WriteUInt32BigEndian(item, key);
        BinaryPrimitives.WriteUInt32BigEndian(item.AsSpan(4), value);
        BinaryPrimitives.WriteInt64BigEndian(item.AsSpan(8), version);
        return item;
    }

    /// <summary>A full copy; each chunk is what the table holds when it is read.</summary>
    public IEnumerator<IReadOnlyList<ReadOnlyMemory<byte>>> Copy(int chunk)
    {
        foreach (var keys in Entries.Keys.Order().ToArray().Chunk(chunk))
        {
            yield return
            [
                .. from key in keys
                   where Entries.ContainsKey(key)
                   select (ReadOnlyMemory<byte>)Item(key, Entries[key].Value, Entries[key].Version),
            ];
        }
    }

    public void Take(ReadOnlySpan<byte> item) => _taken.Add((
        BinaryPrimitives.ReadUInt32BigEndian(item),
        BinaryPrimitives.ReadUInt32BigEndian(item[4..]),
        BinaryPrimitives.ReadInt64BigEndian(item[8..])));

    public void CopyBegins()
    {
        Flush();
        _copied = [];
    }

    public void CopyEnds()
    {
        Flush();
        foreach (var key in Entries.Keys.Where(key => !_copied!.Contains(key)).ToArray())
        {
            Entries.Remove(key);
        }

        _copied = null;
        Copies++;
    }

    public void Flush()
    {
        foreach (var (key, value, version) in _taken)
        {
            Enter(key, value, version);
        }

        _taken.Clear();
    }

    private void Enter(uint key, uint value, long version)
    {
        if (Entries.TryGetValue(key, out var held) && held.Version > version)
        {
            return;
        }

        if (value == 0)
        {
            Entries.Remove(key);
            return;
        }

        Entries[key] = (value, version);
        _copied?.Add(key);
    }
}
