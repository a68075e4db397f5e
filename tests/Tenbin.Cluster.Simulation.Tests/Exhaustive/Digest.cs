namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>128 bits that stand for a state: two of a billion states are taken for one with a chance of one in 10^20.</summary>
public record struct Digest(ulong High, ulong Low)
{
    public void Add(ulong value)
    {
        High = Mix(High ^ value);
        Low = Mix((Low * 0x9FB21C651E98DF25) + value + 0x9E3779B97F4A7C15);
    }

    public void Add(long value) => Add((ulong)value);

    public void Add(Digest other)
    {
        Add(other.High);
        Add(other.Low);
    }

    /// <summary>Of things without an order.</summary>
    public void Join(Digest other)
    {
        High += other.High;
        Low += other.Low;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
