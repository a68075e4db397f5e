namespace Tenbin.Bench.Results;

/// <summary>The budget of docs/benchmarks.md, as far as this benchmark shows it.</summary>
internal static class Budget
{
    public const double OfBareHop = 0.95;
    public const double AddedNanoseconds = 130;

    public static string Verdict(bool met) => met ? "met" : "**missed**";
}
