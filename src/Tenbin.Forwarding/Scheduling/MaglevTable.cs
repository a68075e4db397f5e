namespace Tenbin.Forwarding.Scheduling;

/// <summary>
/// The table behind <c>mh</c>: Maglev hashing ("Maglev: A Fast and Reliable Software Network Load Balancer",
/// NSDI 2016, §3.4). Shares follow weights; losing a server moves few slots that were not its own.
/// </summary>
internal static class MaglevTable
{
    /// <summary>Slots for each server below which shares would stray more than 1 % from weights (§5.3 of the paper).</summary>
    public const int SlotsPerServer = 100;

    private const ulong OffsetSeed = 0x9ae1_6a3b_2f90_404f;
    private const ulong SkipSeed = 0xc949_d7c7_509e_6557;
    private const int Empty = -1;

    private static readonly int[] Primes = [251, 509, 1_021, 2_039, 4_093, 8_191, 16_381, 32_749, 65_537, 131_071, 262_139, 524_287, 1_048_573, 2_097_143, 4_194_301, 8_388_593];

    /// <summary>The smallest prime size that is fine for so many servers.</summary>
    public static int SizeFor(int servers) => Primes.First(prime => prime >= Math.Min((long)servers * SlotsPerServer, Primes[^1]));

    /// <summary>
    /// Slots, each the index of a server. <paramref name="identities"/> must say the same of the same server on every
    /// director and in every order of the file; that alone decides which slots it prefers.
    /// </summary>
    /// <param name="identities">A stable 64-bit hash of each server's address and port.</param>
    /// <param name="weights">Each at least 1.</param>
    /// <param name="size">A prime.</param>
    public static int[] Make(ReadOnlySpan<ulong> identities, ReadOnlySpan<int> weights, int size)
    {
        var slots = new int[size];
        Array.Fill(slots, Empty);
        var order = SortedOrder(identities);
        var next = new uint[identities.Length];
        var skip = new uint[identities.Length];
        var credit = new double[identities.Length];
        double heaviest = 1;
        foreach (var index in order)
        {
            next[index] = (uint)(Mix(identities[index] ^ OffsetSeed) % (ulong)size);
            skip[index] = (uint)(Mix(identities[index] ^ SkipSeed) % (ulong)(size - 1)) + 1;
            heaviest = Math.Max(heaviest, weights[index]);
        }

        for (var filled = 0; ;)
        {
            // In each round a server takes weight/heaviest of a slot: in proportion to weight, at every point of the fill.
            foreach (var index in order)
            {
                credit[index] += weights[index] / heaviest;
                if (credit[index] < 1)
                {
                    continue;
                }

                credit[index] -= 1;
                while (slots[next[index]] != Empty)
                {
                    next[index] = (uint)(((ulong)next[index] + skip[index]) % (ulong)size);
                }

                slots[next[index]] = index;
                if (++filled == size)
                {
                    return slots;
                }
            }
        }
    }

    /// <summary>A stable 64-bit hash (FNV-1a, then mixed): the same on every machine and in every version.</summary>
    public static ulong Identity(ReadOnlySpan<byte> name)
    {
        var hash = 0xcbf2_9ce4_8422_2325;
        foreach (var b in name)
        {
            hash = (hash ^ b) * 0x0000_0100_0000_01b3;
        }

        return Mix(hash);
    }

    private static int[] SortedOrder(ReadOnlySpan<ulong> identities)
    {
        var keys = identities.ToArray();
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, order);
        return order;
    }

    // The finalizer of SplitMix64.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58_476d_1ce4_e5b9;
        x = (x ^ (x >> 27)) * 0x94d0_49bb_1331_11eb;
        return x ^ (x >> 31);
    }
}
