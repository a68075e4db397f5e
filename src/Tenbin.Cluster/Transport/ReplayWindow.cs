namespace Tenbin.Cluster.Transport;

/// <summary>Which of the last 1,024 sequence numbers have come; as RFC 6479, over a ring of bits.</summary>
internal sealed class ReplayWindow
{
    /// <summary>Numbers that it covers.</summary>
    public const int Size = 1_024;

    private readonly ulong[] _bits = new ulong[Size / 64];

    /// <summary>The highest number that came; 0 = none yet.</summary>
    public ulong Highest { get; private set; }

    /// <summary>The number is not 0, not too old, and has not come.</summary>
    public bool IsNew(ulong number) => number > Highest || (number != 0 && Highest - number < Size && !Bit(number));

    /// <summary>Notes a number; false when it is not new.</summary>
    public bool TryAccept(ulong number)
    {
        if (!IsNew(number))
        {
            return false;
        }

        if (number > Highest)
        {
            Forget(number);
            Highest = number;
        }

        _bits[number / 64 % (Size / 64)] |= 1UL << (int)(number % 64);
        return true;
    }

    /// <summary>The number came, and is still covered.</summary>
    public bool Has(ulong number) => number != 0 && number <= Highest && Highest - number < Size && Bit(number);

    private bool Bit(ulong number) => (_bits[number / 64 % (Size / 64)] >> (int)(number % 64) & 1) != 0;

    private void Forget(ulong next)
    {
        if (next - Highest >= Size)
        {
            Array.Clear(_bits);
            return;
        }

        for (var number = Highest + 1; number <= next; number++)
        {
            _bits[number / 64 % (Size / 64)] &= ~(1UL << (int)(number % 64));
        }
    }
}
