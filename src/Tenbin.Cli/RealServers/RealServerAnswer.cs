using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tenbin.Addresses.RealServers;

namespace Tenbin.Cli.RealServers;

/// <summary>What <c>tenbin real-server</c> has found or done, for programs.</summary>
internal sealed record RealServerAnswer
{
    /// <summary>Addresses held on <c>lo</c>, for dsr.</summary>
    public required ImmutableArray<string> VirtualAddresses { get; init; }

    /// <summary>The director as the way out, for nat.</summary>
    public required ImmutableArray<string> Gateways { get; init; }

    /// <summary>All is as it must be.</summary>
    public required bool Good { get; init; }

    /// <summary>The machine was changed.</summary>
    public required bool Changed { get; init; }

    /// <summary>Each thing that must be so; of a setup or undo only those that were not.</summary>
    public required ImmutableArray<RealServerPart> Items { get; init; }

    public static RealServerAnswer Of(RealServerWish wish, ImmutableArray<RealServerItem> items, bool changed) => new()
    {
        VirtualAddresses = [.. wish.VirtualAddresses.Select(address => $"{address}")],
        Gateways = [.. wish.Gateways.Select(address => $"{address}")],
        Good = changed || items.All(item => item.IsGood),
        Changed = changed && items.Length > 0,
        Items = [.. items.Select(item => new RealServerPart(item.Name, item.IsGood, item.Fault, item.Change?.ToString()))],
    };
}

/// <summary>One thing.</summary>
/// <param name="Name">What.</param>
/// <param name="Good">It was so.</param>
/// <param name="Fault">Why it was not; null when it was.</param>
/// <param name="Change">What mends it, as a command; null when nothing does.</param>
internal sealed record RealServerPart(string Name, bool Good, string? Fault, string? Change);

/// <summary>Its JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RealServerAnswer))]
internal sealed partial class RealServerAnswerJson : JsonSerializerContext;
