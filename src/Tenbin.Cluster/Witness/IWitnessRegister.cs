namespace Tenbin.Cluster.Witness;

/// <summary>
/// The third vote of a pair: one compare-and-set register for each group, kept outside both nodes. It knows nothing of time;
/// who may take it is decided by whoever watches it.
/// </summary>
/// <remarks>Thread-safe. Every call ends when its deadline is cancelled.</remarks>
public interface IWitnessRegister
{
    /// <summary>How it has been answering.</summary>
    WitnessHealth Health { get; }

    /// <summary>Reads a group's register, linearizable: what was written before the call began is seen.</summary>
    /// <exception cref="WitnessException">No usable answer before the deadline.</exception>
    Task<RegisterReading> Read(string group, CancellationToken deadline);

    /// <summary>Writes a group's register if nobody has since it was at <paramref name="expectedRevision"/>.</summary>
    /// <param name="group">Its name in the file.</param>
    /// <param name="value">What it shall hold.</param>
    /// <param name="expectedRevision">As last read or written; 0 = it must be absent.</param>
    /// <param name="deadline">Ends the wait, not the write: that may still happen later, if the revision still fits.</param>
    /// <returns>Never an exception for a witness that fails: that is <see cref="WriteOutcome.Unknown"/>.</returns>
    Task<WriteOutcome> Write(string group, RegisterValue value, long expectedRevision, CancellationToken deadline);
}
