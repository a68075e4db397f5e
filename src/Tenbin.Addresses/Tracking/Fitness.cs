using System.Collections.Immutable;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Tracking;

/// <summary>A tracked thing that has failed.</summary>
/// <param name="Thing">Which.</param>
/// <param name="Reason">Why, a clause for people.</param>
public sealed record LostPoints(TrackedThing Thing, string Reason);

/// <summary>How fit this node is for a group.</summary>
/// <param name="Value">0 (unfit) to 255.</param>
/// <param name="Lost">What has failed, in file order.</param>
public sealed record Fitness(int Value, ImmutableArray<LostPoints> Lost)
{
    /// <summary>The fitness of a node on which nothing has failed.</summary>
    public const int Full = 255;

    /// <summary>255 less the weight of each failed thing; one of weight 0 makes the node unfit.</summary>
    public static Fitness Of(ImmutableArray<LostPoints> lost) =>
        new(lost.Any(one => one.Thing.Weight == 0) ? 0 : (int)Math.Max(0L, Full - lost.Sum(one => (long)one.Thing.Weight)), lost);

    /// <summary>By value, item by item.</summary>
    public bool Equals(Fitness? other) => other is not null && Value == other.Value && Lost.SequenceEqual(other.Lost);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, Lost.Length);

    /// <summary><c>205 of 255: interface eth1 has no carrier (50)</c>.</summary>
    public override string ToString() => Lost.Length == 0
        ? $"{Value} of {Full}"
        : $"{Value} of {Full}: {string.Join("; ", Lost.Select(one => $"{one.Reason} ({(one.Thing.Weight == 0 ? "unfit" : one.Thing.Weight)})"))}";
}
