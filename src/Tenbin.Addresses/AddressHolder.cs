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
public sealed record AddressHolder(HolderKind Kind, string? Other = null);
