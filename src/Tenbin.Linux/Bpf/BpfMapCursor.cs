using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>Reads a map chunk by chunk: with the kernel's batches, or key by key where it has none for this type.</summary>
internal sealed unsafe class BpfMapCursor
{
    private const int FirstChunk = 512;

    private readonly BpfMap _map;
    private readonly int _keySize;
    private readonly byte[] _position;
    private byte[] _keys;
    private byte[] _values;
    private int _chunk;
    private bool _started, _ended, _oneByOne;

    public BpfMapCursor(BpfMap map)
    {
        _map = map;
        _keySize = (int)map.KeySize;
        // A hash gives a 32-bit bucket as its position, other types a key.
        _position = new byte[Math.Max(_keySize, sizeof(uint))];
        _chunk = (int)Math.Min(FirstChunk, map.MaxEntries);
        _keys = new byte[_chunk * _keySize];
        _values = new byte[_chunk * map.EntrySize];
    }

    /// <summary>Entries in this chunk.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> Key(int index) => _keys.AsSpan(index * _keySize, _keySize);

    public ReadOnlySpan<byte> Value(int index) => _values.AsSpan(index * _map.EntrySize, _map.EntrySize);

    /// <summary>Reads the next chunk; false at the end.</summary>
    public bool MoveNext()
    {
        Count = 0;
        while (!_ended && Count == 0)
        {
            if (_oneByOne)
            {
                ReadOneByOne();
            }
            else
            {
                ReadBatch();
            }
        }

        return Count > 0;
    }

    private void ReadBatch()
    {
        MapBatchOptions options = new() { Size = (nuint)sizeof(MapBatchOptions) };
        var count = (uint)_chunk;
        int result;
        fixed (byte* position = _position, keys = _keys, values = _values)
        {
            result = LibBpf.MapLookupBatch(_map.Descriptor, _started ? position : null, position, keys, values, &count, &options);
        }

        switch (result)
        {
            case >= 0:
                _started = true;
                Count = (int)count;
                break;
            case -Errno.ENOENT:
                _ended = true;
                Count = (int)count;
                break;
            case -Errno.ENOSPC:
                // One bucket holds more than the chunk; the position has not moved.
                _chunk *= 2;
                _keys = new byte[_chunk * _keySize];
                _values = new byte[_chunk * _map.EntrySize];
                break;
            case -Errno.ENOTSUPP when !_started:
                _oneByOne = true;
                break;
            default:
                throw BpfException.From($"read map {_map.Name}", result);
        }
    }

    private void ReadOneByOne()
    {
        Span<byte> next = stackalloc byte[_keySize];
        while (Count < _chunk)
        {
            if (!_map.TryNextKey(_started ? _position.AsSpan(0, _keySize) : default, next))
            {
                _ended = true;
                return;
            }

            _started = true;
            next.CopyTo(_position);
            next.CopyTo(_keys.AsSpan(Count * _keySize));
            fixed (byte* key = next, value = _values.AsSpan(Count * _map.EntrySize))
            {
                var result = LibBpf.MapLookup(_map.Descriptor, key, value);
                if (result >= 0)
                {
                    Count++;
                }
                else if (result != -Errno.ENOENT)
                {
                    throw BpfException.From($"read map {_map.Name}", result);
                }
            }
        }
    }
}
