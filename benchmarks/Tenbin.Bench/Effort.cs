namespace Tenbin.Bench;

/// <summary>How much is measured.</summary>
/// <param name="Name">What the user asked for.</param>
/// <param name="Rounds">Rounds over all ways.</param>
/// <param name="Seconds">Of each load.</param>
/// <param name="Everything">Also bulk from the server, and the nftables flow table.</param>
/// <param name="Batches">Test runs of 250 packets each after each load of the programs, for the hot cost.</param>
/// <param name="ColdRuns">Test runs of one packet each, for the cold cost.</param>
internal sealed record Effort(string Name, int Rounds, int Seconds, bool Everything, int Batches, int ColdRuns)
{
    /// <summary>About five minutes.</summary>
    public static Effort Quick { get; } = new("quick", 6, 1, false, 4_000, 5_000);

    /// <summary>About twenty minutes.</summary>
    public static Effort Full { get; } = new("full", 9, 3, true, 10_000, 20_000);
}
