using Tenbin.Lab.Load;

namespace Tenbin.Demo.Article;

/// <summary>What the play has done and seen so far.</summary>
internal sealed class ArticleRecord
{
    public Acts Acts { get; } = new();

    public Traffic Traffic { get; } = new();

    /// <summary>Null until it is known.</summary>
    public OutageBound? Bound { get; set; }

    /// <summary>The longest outage of all services when the primary lost its power; null until then.</summary>
    public Outage? Crash { get; set; }
}
