using System.Text.Json.Serialization;

namespace Tenbin.Lab.Load;

/// <summary>How a hostile datagram is made.</summary>
public enum Forgery
{
    /// <summary>Noise of any length.</summary>
    Random,

    /// <summary>The beginning of a real one.</summary>
    Truncated,

    /// <summary>A real one with a few bits changed.</summary>
    Flipped,

    /// <summary>A real one again.</summary>
    Replayed,

    /// <summary>A real one for another node or link, or sent back to whom it came from.</summary>
    Misdirected,

    /// <summary>The header of a real one, newer than all, with a body that no key of the cluster has sealed.</summary>
    WrongKey,
}

/// <summary>What a flood has sent.</summary>
/// <param name="Seed">Makes the same choices again.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Sent">Datagrams, by how they were made.</param>
public sealed record FloodReport(int Seed, double Seconds, IReadOnlyDictionary<Forgery, long> Sent)
{
    public long Total => Sent.Values.Sum();
}

/// <summary>The report as the agent writes it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FloodReport))]
public sealed partial class FloodJson : JsonSerializerContext;
