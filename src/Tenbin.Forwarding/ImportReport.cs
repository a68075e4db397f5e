namespace Tenbin.Forwarding;

/// <summary>What became of records that were imported.</summary>
/// <param name="Entered">Entered, ended, or there already.</param>
/// <param name="Stale">Older than what is there, or of an address that is served here.</param>
/// <param name="Refused">No room in the table, or the server's reply flow is another session's.</param>
/// <param name="Unknown">Of a service or server that this director does not have.</param>
public readonly record struct ImportReport(int Entered, int Stale, int Refused, int Unknown)
{
    /// <summary>Sum of two reports.</summary>
    public static ImportReport operator +(ImportReport a, ImportReport b) =>
        new(a.Entered + b.Entered, a.Stale + b.Stale, a.Refused + b.Refused, a.Unknown + b.Unknown);
}
