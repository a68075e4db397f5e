using Tenbin.Lab.Load;

namespace Tenbin.Demo.Article;

/// <summary>What became of the crash, and of all requests. Pure.</summary>
internal sealed record Verdict
{
    public required OutageBound Bound { get; init; }

    /// <summary>The longest of all services' outages at the crash; null when it was not played.</summary>
    public required Outage? Crash { get; init; }

    public required long Requests { get; init; }

    public required IReadOnlyList<RequestRecord> Failures { get; init; }

    /// <summary>Kept connections that broke.</summary>
    public required IReadOnlyList<RequestRecord> Broken { get; init; }

    /// <summary>Failures of requests that were not on their way while the services were away.</summary>
    public IEnumerable<RequestRecord> Unexplained => Failures.Where(failure =>
        Crash is not { } away || failure.Ended < away.LastGood || failure.Sent > away.FirstGood);

    public bool IsWithinBound => Crash is { } away && away.Length <= Bound.Whole;

    /// <summary>All of it is as it should be.</summary>
    public bool IsGood => IsWithinBound && Broken.Count == 0 && !Unexplained.Any();
}
