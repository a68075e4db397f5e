using System.Text.Json.Serialization;

namespace Tenbin.Lab.Capture;

/// <summary>Frames of one kind for one address that came from one machine, with none from another in between.</summary>
/// <param name="Address">The watched address.</param>
/// <param name="Kind">Kind of the frames.</param>
/// <param name="Mac">Source of the frames; compare <see cref="Nic.Mac"/>.</param>
/// <param name="First">When the first one came, on the <see cref="LabClock"/>.</param>
/// <param name="Last">When the last one came.</param>
/// <param name="Frames">How many.</param>
public sealed record Stint(string Address, FrameKind Kind, string Mac, double First, double Last, long Frames);

/// <summary>Stints as the agent writes them: one JSON object on a line, when they have ended.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Stint))]
public sealed partial class CaptureJson : JsonSerializerContext;
