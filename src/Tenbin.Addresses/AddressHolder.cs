using System.Collections.Immutable;
using System.Net;

namespace Tenbin.Addresses;

/// <summary>Who has an address.</summary>
public enum HolderKind
{
    /// <summary>Nobody answers for it.</summary>
    Nobody,

    /// <summary>This machine alone.</summary>
    Here,

    /// <summary>Another machine.</summary>
    Elsewhere,

    /// <summary>This machine and another one: a duplicate.</summary>
    Contested,
}

/// <summary>An answer of <see cref="IAddressMover.WhoHolds"/>.</summary>
/// <param name="Kind">Who.</param>
/// <param name="Other">The other machine, in the mover's own terms, e.g. its MAC; null when there is none.</param>
public sealed record AddressHolder(HolderKind Kind, string? Other = null)
{
    /// <summary>An interface of this machine has it; null = its mover puts it on none.</summary>
    public bool? IsOnInterface { get; init; }

    /// <summary>Where the cloud's own book sends it; null = nowhere, or there is no cloud.</summary>
    public CloudTarget? Cloud { get; init; }
}

/// <summary>Where a cloud's own book sends an address.</summary>
/// <param name="Name">In the cloud's terms, e.g. <c>eni-… of i-…</c>.</param>
/// <param name="IsHere">It is this machine.</param>
public sealed record CloudTarget(string Name, bool IsHere)
{
    /// <summary>All private addresses that go there: by them a node is known. Empty = not known.</summary>
    public ImmutableArray<IPAddress> Addresses { get; init; } = [];

    /// <summary>What should go along with the address and does not, as a clause for people; null = nothing.</summary>
    public string? Lacks { get; init; }
}
