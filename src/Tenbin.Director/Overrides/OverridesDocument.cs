namespace Tenbin.Director.Overrides;

/// <summary>Content of <c>overrides.json</c>.</summary>
/// <param name="Servers">One entry for each server that an operator has ever drained or weighed.</param>
internal sealed record OverridesDocument(OverridesEntry[] Servers);

/// <summary>What an operator has set for one server.</summary>
/// <param name="Service">Service name.</param>
/// <param name="Server">Address and port.</param>
/// <param name="Drained">Drained.</param>
/// <param name="Weight">Weight; null = the file's.</param>
internal sealed record OverridesEntry(string Service, string Server, bool Drained, int? Weight)
{
    /// <summary>When the drain was set or ended; null = never, or before there were versions.</summary>
    public OverrideStamp? DrainSet { get; init; }

    /// <summary>When the weight was set; null = never, or before there were versions.</summary>
    public OverrideStamp? WeightSet { get; init; }
}

/// <summary>A version, <see cref="Tenbin.Cluster.Sharing.SettingVersion"/>.</summary>
/// <param name="Counter">Milliseconds of the wall clock, or more.</param>
/// <param name="Node">Index of the node.</param>
internal sealed record OverrideStamp(long Counter, byte Node);
