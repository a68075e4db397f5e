namespace Tenbin.Aws.Movers;

/// <summary>Times of the AWS movers.</summary>
public sealed record MoverOptions
{
    /// <summary>An address that is not here after so long has failed to start.</summary>
    public TimeSpan MoveTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Once one of metadata and API shows the address here, the other has so long to agree before it is believed alone.</summary>
    public TimeSpan Agreement { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>If neither shows it after so long, it is assigned again: someone else took it, or the call had no effect.</summary>
    public TimeSpan Repeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A call that has no answer after so long is not waited for if the metadata shows the address here.</summary>
    public TimeSpan Trust { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>First pause between two looks; it grows to <see cref="LastLook"/>.</summary>
    public TimeSpan FirstLook { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest pause between two looks.</summary>
    public TimeSpan LastLook { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two looks at what metadata does not show: route tables.</summary>
    public TimeSpan RouteLook { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two rounds that keep credentials, ids and a connection warm.</summary>
    public TimeSpan WarmEvery { get; init; } = TimeSpan.FromSeconds(20);
}
