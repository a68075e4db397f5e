using System.Collections.Immutable;

namespace Tenbin.Director.Api;

/// <summary>Body of <c>POST /v1/servers/drain</c>, <c>undrain</c> and <c>weight</c>.</summary>
public sealed record ServerCommand
{
    /// <summary>Real server: an address, which means all its ports, or address and port.</summary>
    public required string Server { get; init; }

    /// <summary>Service name; null = every service that has the server.</summary>
    public string? Service { get; init; }

    /// <summary>For <c>weight</c>: 0–65535; null = back to the weight in the file.</summary>
    public int? Weight { get; init; }
}

/// <summary>Answer to a command or a reload.</summary>
/// <param name="Changes">What has changed, one sentence each; empty when all was so already.</param>
/// <param name="Warnings">What follows from it that the operator may not have meant.</param>
public sealed record CommandAnswer(ImmutableArray<string> Changes, ImmutableArray<string> Warnings)
{
    /// <summary>In a cluster: what becomes of it on each other node. Empty too when a daemon of an earlier version leaves it out.</summary>
    public ImmutableArray<string> Notes { get; init => field = value.IsDefault ? [] : value; } = [];
}
