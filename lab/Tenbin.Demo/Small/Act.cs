namespace Tenbin.Demo.Small;

/// <summary>One thing that the demo does.</summary>
internal sealed class Act(string title)
{
    public string Title => title;

    /// <summary>Requests that ended while it went on.</summary>
    public long Requests { get; set; }
}

/// <summary>A request that failed.</summary>
/// <param name="Act">While this went on.</param>
/// <param name="Target">What was asked.</param>
/// <param name="Error">What the client saw.</param>
/// <param name="Explanation">Why the settings let it fail; null = they do not.</param>
internal sealed record Failure(Act Act, string Target, string Error, string? Explanation);

/// <summary>A time in which requests to a service may fail, and why.</summary>
internal sealed class Excuse(string target, string reason, DateTimeOffset from)
{
    public string Target => target;

    public string Reason => reason;

    public DateTimeOffset From => from;

    public DateTimeOffset? Until { get; private set; }

    public void End() => Until = TimeProvider.System.GetUtcNow();
}
