using System.Collections.Immutable;
using Tenbin.Aws.Movers;

namespace Tenbin.Director.Clustering;

/// <summary>How the last start of each group on this node went, part by part. Thread-safe; the heart calls it too.</summary>
internal sealed class Takeovers(int groups, TimeProvider time)
{
    /// <summary>From the last word of the owner that fell silent to the lease.</summary>
    public const string Silence = "silence";

    /// <summary>From the lease until all of the group runs.</summary>
    public const string Start = "start";

    private readonly Lock _gate = new();
    private readonly Takeover?[] _last = new Takeover?[groups];

    /// <summary>A group begins to start here.</summary>
    /// <param name="group">Its index.</param>
    /// <param name="epoch">Of the lease.</param>
    /// <param name="silence">Since the owner before was heard; null = it gave the group up, or there was none.</param>
    public void Begin(int group, ulong epoch, TimeSpan? silence)
    {
        lock (_gate)
        {
            _last[group] = new Takeover(epoch, time.GetUtcNow(), time.GetTimestamp())
            {
                Phases = silence is { } silent ? ImmutableDictionary<string, TimeSpan>.Empty.Add(Silence, silent) : ImmutableDictionary<string, TimeSpan>.Empty,
            };
        }
    }

    /// <summary>A part of the move of an address has ended. Of several addresses the slowest counts; what is put back later does not.</summary>
    public void Add(int group, MovePhase phase)
    {
        lock (_gate)
        {
            if (_last[group] is { IsOver: false } takeover)
            {
                var before = takeover.Phases.GetValueOrDefault(phase.Phase);
                _last[group] = takeover with { Phases = takeover.Phases.SetItem(phase.Phase, phase.Took > before ? phase.Took : before) };
            }
        }
    }

    /// <summary>The start has ended.</summary>
    /// <param name="group">The group.</param>
    /// <param name="trouble">Why it failed; null = it did not.</param>
    public void End(int group, string? trouble)
    {
        lock (_gate)
        {
            if (_last[group] is { IsOver: false } takeover)
            {
                _last[group] = takeover with
                {
                    IsOver = true, Trouble = trouble, Phases = takeover.Phases.SetItem(Start, time.GetElapsedTime(takeover.BeganAt)),
                };
            }
        }
    }

    /// <summary>The last of each group, by index; null = none since the daemon started.</summary>
    public ImmutableArray<Takeover?> Last
    {
        get
        {
            lock (_gate)
            {
                return [.. _last];
            }
        }
    }
}

/// <summary>One start of a group.</summary>
/// <param name="Epoch">Of its lease.</param>
/// <param name="At">When it began, for people.</param>
/// <param name="BeganAt">The same as a timestamp.</param>
internal sealed record Takeover(ulong Epoch, DateTimeOffset At, long BeganAt)
{
    /// <summary>It runs, or has failed.</summary>
    public bool IsOver { get; init; }

    /// <summary>Why it failed; null = it did not.</summary>
    public string? Trouble { get; init; }

    /// <summary>How long each part took: <see cref="Takeovers.Silence"/>, <see cref="MovePhases"/>, <see cref="Takeovers.Start"/>.</summary>
    public required ImmutableDictionary<string, TimeSpan> Phases { get; init; }
}
