using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Tenbin.Addresses.RealServers;

/// <summary>What was asked for and what was there before: without it nothing could be undone. Kept in the state directory.</summary>
internal sealed record RealServerRecord
{
    /// <summary>As <see cref="RealServerWish.VirtualAddresses"/>.</summary>
    public ImmutableArray<string> VirtualAddresses { get; init; } = [];

    /// <summary>As <see cref="RealServerWish.Gateways"/>.</summary>
    public ImmutableArray<string> Gateways { get; init; } = [];

    /// <summary>Addresses that were not on <c>lo</c> before.</summary>
    public ImmutableArray<string> AddedAddresses { get; init; } = [];

    /// <summary>Kernel settings that were changed: their values before, by path.</summary>
    public ImmutableSortedDictionary<string, string> SettingsBefore { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>JSON of the record.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RealServerRecord))]
internal sealed partial class RealServerJson : JsonSerializerContext;
