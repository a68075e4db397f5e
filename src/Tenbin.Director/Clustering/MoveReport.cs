using System.Collections.Immutable;
using Tenbin.Director.Api;

namespace Tenbin.Director.Clustering;

/// <summary>Who has the addresses and how the last starts went, at one moment.</summary>
/// <param name="looks">At each address.</param>
/// <param name="takeovers">By group.</param>
/// <param name="rules">Know the nodes.</param>
/// <param name="time">For the ages.</param>
internal sealed class MoveReport(IReadOnlyList<HolderLook> looks, ImmutableArray<Takeover?> takeovers, HolderRules rules, TimeProvider time)
{
    /// <summary>Of the addresses of a group. What was found out under another owner contradicts none.</summary>
    public ImmutableArray<HolderStatus> HoldersOf(int group, byte? owner) =>
    [
        .. looks.Where(look => look.Group == group).Select(look => new HolderStatus($"{look.Address.Address}", look.Holder?.IsOnInterface)
        {
            OfAws = look.Address.IsOfAws,
            Aws = look.Holder?.Cloud?.Name,
            Node = look.Holder?.Cloud is { } target ? rules.NodeOf(target) : null,
            AgeSeconds = look.Holder is null ? null : time.GetElapsedTime(look.At).TotalSeconds,
            Trouble = look.Trouble,
            Contradiction = look.IsConfirmed && look.Owner == owner ? look.Contradiction : null,
        }),
    ];

    /// <summary>The last start of a group; null = none since the daemon started.</summary>
    public TakeoverStatus? LastOf(int group) => takeovers[group] is not { } last
        ? null
        : new TakeoverStatus(last.At, time.GetElapsedTime(last.BeganAt).TotalSeconds, last.Epoch, last.IsOver, last.Trouble)
        {
            FailoverSeconds = new(last.Phases.ToDictionary(phase => phase.Key, phase => phase.Value.TotalSeconds), StringComparer.Ordinal),
        };
}
