using System.Text.Json.Serialization;

namespace Tenbin.Lab.Load;

/// <summary>One request of a load client, as it ended.</summary>
/// <param name="Number">From 1, in the order in which they were sent.</param>
/// <param name="Sent">When, on the <see cref="LabClock"/>.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Target">What was asked: <c>http://10.77.1.100:80/</c>.</param>
/// <param name="Local">The client's own address and port.</param>
/// <param name="Server">Name of the server that answered; null = it failed.</param>
/// <param name="Error">Why it failed: <c>refused</c>, <c>reset</c>, <c>closed</c>, <c>timeout</c>, <c>unreachable</c>, <c>status 500</c>; null = it did not.</param>
public sealed record RequestRecord(
    long Number, double Sent, double Milliseconds, string Target, string? Local, string? Server, string? Error)
{
    /// <summary>When it ended, on the <see cref="LabClock"/>.</summary>
    [JsonIgnore]
    public double Ended => Sent + (Milliseconds / 1000);
}

/// <summary>One bulk transfer both ways.</summary>
/// <param name="Server">Name of the server.</param>
/// <param name="Bytes">Bytes each way.</param>
/// <param name="DownIntact">What came down has the hash that the server says it sent.</param>
/// <param name="UpIntact">What went up has the hash that the server says it got.</param>
/// <param name="Error">Why it ended early, or null.</param>
public sealed record BulkRecord(string? Server, long Bytes, bool DownIntact, bool UpIntact, string? Error);

/// <summary>One event of a client that holds sessions open.</summary>
/// <param name="Session">From 0.</param>
/// <param name="Local">The client's own address and port.</param>
/// <param name="Server">Name of the server that answered.</param>
/// <param name="Round">How often this session has asked.</param>
/// <param name="Error">Why the session broke; null = it answered.</param>
public sealed record HoldRecord(int Session, string? Local, string? Server, int Round, string? Error);

/// <summary>What a crowd of sessions tells: once when all are established, once at its end.</summary>
/// <param name="Sessions">How many.</param>
/// <param name="Exchanges">Lines that came as they should since the first of each.</param>
/// <param name="Broken">A sentence for each session that broke.</param>
public sealed record CrowdRecord(int Sessions, long Exchanges, IReadOnlyList<string> Broken);

/// <summary>The records as the agent writes them: one JSON object on a line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RequestRecord))]
[JsonSerializable(typeof(BulkRecord))]
[JsonSerializable(typeof(HoldRecord))]
[JsonSerializable(typeof(CrowdRecord))]
[JsonSerializable(typeof(ProbeRecord))]
public sealed partial class LoadJson : JsonSerializerContext;
