namespace Tenbin.Cluster.Sync;

/// <summary>A batch on its way, in a buffer that is used again.</summary>
internal sealed class OutgoingBatch
{
    public const long Unset = long.MinValue;

    public byte[] Bytes { get; } = new byte[SyncPayload.MaxLength];

    public int Length { get; private set; }

    public long Number { get; set; }

    /// <summary>When its first change was added; <see cref="Unset"/>: it holds only parts of a full copy.</summary>
    public long Since { get; private set; }

    public long SentAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>When it is sent again.</summary>
    public long Due { get; set; }

    /// <summary>The peer has it, but not yet all before it.</summary>
    public bool IsHeld { get; set; }

    /// <summary>A full copy ends in it.</summary>
    public bool EndsCopy { get; set; }

    public void Reset()
    {
        Length = SyncPayload.BatchHeaderLength;
        Since = Unset;
        Attempts = 0;
        IsHeld = false;
        EndsCopy = false;
    }

    public bool HasRoom(int item) => Length + 1 + item <= Bytes.Length;

    /// <param name="item">1 to 255 bytes.</param>
    /// <param name="since">When the change was added; <see cref="Unset"/> for a part of a full copy.</param>
    public void Append(ReadOnlySpan<byte> item, long since)
    {
        Bytes[Length] = (byte)item.Length;
        item.CopyTo(Bytes.AsSpan(Length + 1));
        Length += 1 + item.Length;
        if (Since == Unset)
        {
            Since = since;
        }
    }

    public void AppendMark(byte mark)
    {
        Bytes[Length] = 0;
        Bytes[Length + 1] = mark;
        Length += 2;
    }
}
