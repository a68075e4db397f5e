using Tenbin.Model.Configuration;

namespace Tenbin.Director.Loop;

/// <summary>A configuration in force.</summary>
/// <param name="Config">What it says.</param>
/// <param name="File">Where it was read.</param>
/// <param name="LoadedAt">When, wall time, for people.</param>
internal sealed record LoadedConfig(TenbinConfig Config, string File, DateTimeOffset LoadedAt);
