namespace Tenbin.Aws;

/// <summary>The variables that AWS's own tools read, as far as Tenbin does (AWS SDKs and Tools reference guide, "Environment variables").</summary>
/// <param name="read">Value of one; null when it is not set.</param>
internal sealed class AwsEnvironment(Func<string, string?> read)
{
    public Func<string, string?> Read => read;

    public string? Region => Text("AWS_REGION") ?? Text("AWS_DEFAULT_REGION");

    /// <summary>No question goes to the instance's metadata.</summary>
    public bool IsMetadataDisabled => string.Equals(Text("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    public Uri? Metadata => Address("AWS_EC2_METADATA_SERVICE_ENDPOINT");

    /// <summary>Endpoint of a service, e.g. <c>EC2</c>.</summary>
    public Uri? Endpoint(string service) => Address($"AWS_ENDPOINT_URL_{service}") ?? Address("AWS_ENDPOINT_URL");

    private string? Text(string name) => read(name) is { } value && value.Trim() is { Length: > 0 } text ? text : null;

    private Uri? Address(string name) =>
        Text(name) is not { } text ? null
        : Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new AwsException("environment", "BadEnvironment", $"the variable {name} of the daemon's environment is no URL; correct it, or remove it");
}
