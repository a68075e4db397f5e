namespace Tenbin.Director;

/// <summary>How to run a daemon.</summary>
public sealed record DirectorOptions
{
    /// <summary>The configuration file.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>Where it keeps what it keeps.</summary>
    public DirectorPaths Paths { get; init; } = new();
}
