namespace Tenbin.Forwarding.Scheduling;

/// <summary>
/// The table behind <c>rr</c> and <c>wrr</c>: each server as often as its weight says, and its turns evenly spread,
/// so that a heavy server gets no bursts.
/// </summary>
internal static class InterleavedTable
{
    /// <summary>Longest table, but for one slot each; weights that need more are rounded.</summary>
    public const int MaxSlots = 65_536;

    /// <summary>Slots, each the index of a server in <paramref name="weights"/>; all weights at least 1.</summary>
    public static int[] Make(ReadOnlySpan<int> weights)
    {
        var shares = Shares(weights);
        var turns = new List<(double Position, int Index)>(shares.Sum());
        for (var index = 0; index < shares.Length; index++)
        {
            for (var turn = 0; turn < shares[index]; turn++)
            {
                // Each server starts a little later than the one before, or all light servers would take their turns at once.
                turns.Add(((turn + (index + 0.5) / shares.Length) / shares[index], index));
            }
        }

        turns.Sort();
        return [.. turns.Select(turn => turn.Index)];
    }

    private static int[] Shares(ReadOnlySpan<int> weights)
    {
        var divisor = 0;
        long sum = 0;
        foreach (var weight in weights)
        {
            divisor = GreatestCommonDivisor(divisor, weight);
            sum += weight;
        }

        var fits = sum / divisor <= MaxSlots;
        var shares = new int[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            shares[i] = fits ? weights[i] / divisor : Math.Max(1, (int)((long)weights[i] * MaxSlots / sum));
        }

        return shares;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
