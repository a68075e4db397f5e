namespace Tenbin.Aws.Metadata;

/// <summary>What never changes while an instance runs.</summary>
/// <param name="Region">E.g. <c>ap-northeast-1</c>.</param>
/// <param name="Zone">E.g. <c>ap-northeast-1a</c>.</param>
/// <param name="InstanceId"><c>i-…</c>.</param>
/// <param name="InstanceType">E.g. <c>t4g.small</c>.</param>
public sealed record InstanceFacts(string Region, string Zone, string InstanceId, string InstanceType)
{
    /// <summary>Asks the metadata service.</summary>
    /// <exception cref="MetadataException">No usable answer.</exception>
    public static async Task<InstanceFacts> Read(MetadataClient metadata, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new InstanceFacts(
            await metadata.Read("placement/region", deadline).ConfigureAwait(false),
            await metadata.Read("placement/availability-zone", deadline).ConfigureAwait(false),
            await metadata.Read("instance-id", deadline).ConfigureAwait(false),
            await metadata.Read("instance-type", deadline).ConfigureAwait(false));
    }
}
