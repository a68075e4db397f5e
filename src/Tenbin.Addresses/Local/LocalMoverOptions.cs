namespace Tenbin.Addresses.Local;

/// <summary>How the mover <c>local</c> behaves.</summary>
public sealed record LocalMoverOptions
{
    /// <summary>After the first five seconds an address is announced so often, for switches and hosts that forget; null = never.</summary>
    public TimeSpan? Refresh { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long <see cref="LocalMover.WhoHolds"/> waits for someone to answer, asking three times.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(300);
}
