namespace Tenbin.Cluster.Witness;

/// <summary>What became of a write: <see cref="Written"/>, <see cref="Refused"/> or <see cref="Unknown"/>.</summary>
public abstract record WriteOutcome
{
    private WriteOutcome()
    {
    }

    /// <summary>The register holds the value.</summary>
    /// <param name="Revision">To be expected by the next write.</param>
    public sealed record Written(long Revision) : WriteOutcome;

    /// <summary>The register was not at the expected revision, and was left alone.</summary>
    /// <param name="Current">What it holds instead.</param>
    public sealed record Refused(RegisterReading Current) : WriteOutcome;

    /// <summary>It may have happened, not have happened, or happen yet. Read the register before writing again.</summary>
    /// <param name="Reason">For the operator.</param>
    public sealed record Unknown(string Reason) : WriteOutcome;
}
