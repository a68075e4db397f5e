namespace Tenbin.Cluster.Simulation.World;

/// <summary>All the chance of a schedule: the same seed gives the same numbers on every machine (SplitMix64).</summary>
public sealed class Chance(ulong seed)
{
    private ulong _state = (seed * 0x9E3779B97F4A7C15) + 0x632BE59BD9B4E019;

    public ulong Bits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public int Below(int end) => (int)(Bits() % (ulong)end);

    public long Between(long least, long most) => least + (long)(Bits() % (ulong)(most - least + 1));

    public bool Happens(double probability) => (Bits() >> 11) * (1.0 / (1UL << 53)) < probability;
}
