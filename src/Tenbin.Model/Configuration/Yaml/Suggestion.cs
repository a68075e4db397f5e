namespace Tenbin.Model.Configuration.Yaml;

/// <summary>The known word that a misspelt one was probably meant to be.</summary>
internal static class Suggestion
{
    /// <summary>Null when no word is near: at most one edit in three characters.</summary>
    public static string? For(string written, IEnumerable<string> known)
    {
        var word = written.ToLowerInvariant().Replace('_', '-');
        var furthest = Math.Max(1, word.Length / 3);
        return word.Length > 40
            ? null
            : known.Select(k => (Word: k, Distance: Distance(word, k)))
                .Where(c => c.Distance <= furthest && c.Distance < c.Word.Length)
                .OrderBy(c => c.Distance)
                .Select(c => c.Word)
                .FirstOrDefault();
    }

    // Edit distance in which two swapped neighbours count as one edit (optimal string alignment).
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Cheapest(cost, a, b, i, j);
            }
        }

        return cost[a.Length, b.Length];
    }

    private static int Cheapest(int[,] cost, string a, string b, int i, int j)
    {
        var replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(replaced, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
        return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
            ? Math.Min(best, cost[i - 2, j - 2] + 1)
            : best;
    }
}
