namespace Tenbin.Lab.Cloud.Metadata;

/// <summary>How the metadata service treats an instance.</summary>
public sealed record MetadataConduct
{
    /// <summary>Before every answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>It takes questions and never answers.</summary>
    public bool NoAnswer { get; init; }

    /// <summary>Switched off for this instance: 403 (<c>HttpEndpoint: disabled</c>).</summary>
    public bool Disabled { get; init; }

    /// <summary>Without a token nothing is told (<c>HttpTokens: required</c>).</summary>
    public bool TokenRequired { get; init; } = true;

    /// <summary>Hops that a token may travel (<c>HttpPutResponseHopLimit</c>): the TTL of its packets.</summary>
    public short HopLimit { get; init; } = 1;
}
