namespace Tenbin.Demo.Article;

/// <summary>One thing that the play does.</summary>
/// <param name="Title">What.</param>
/// <param name="From">When it begins, on the lab's clock.</param>
internal sealed record Act(string Title, double From);

/// <summary>What was done, and when. Thread-safe.</summary>
internal sealed class Acts
{
    private readonly Lock _gate = new();
    private readonly List<Act> _acts = [];

    public void Begin(string title, double now)
    {
        lock (_gate)
        {
            _acts.Add(new(title, now));
        }
    }

    /// <summary>Each with its end; the last has none.</summary>
    public IReadOnlyList<(Act Act, double To)> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _acts.Select((act, place) => (act, place + 1 < _acts.Count ? _acts[place + 1].From : double.MaxValue))];
            }
        }
    }
}
