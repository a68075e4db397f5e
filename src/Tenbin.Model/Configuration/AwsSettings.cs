namespace Tenbin.Model.Configuration;

/// <summary>Key <c>aws</c>: how AWS is reached. Credentials never stand in the file: they come from where AWS's own tools look.</summary>
public sealed record AwsSettings
{
    /// <summary>Key <c>region</c>; null = <c>AWS_REGION</c>, else the instance's own.</summary>
    public string? Region { get; init; }

    /// <summary>Key <c>endpoint</c> of EC2, with port; null = <c>AWS_ENDPOINT_URL_EC2</c>, else that of the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Key <c>metadata</c>: the instance's metadata service; null = <c>AWS_EC2_METADATA_SERVICE_ENDPOINT</c>, else 169.254.169.254.</summary>
    public Uri? Metadata { get; init; }

    /// <summary>Key <c>metadata-timeout</c>, of each request to it.</summary>
    public TimeSpan MetadataTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Key <c>call-timeout</c>: the longest that one attempt of a call may take. Others are begun beside it long before.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Key <c>move-timeout</c>: an address that is not here after so long has failed to start.</summary>
    public TimeSpan MoveTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
