using Tenbin.Aws.Metadata;
using Tenbin.Aws.Signing;

namespace Tenbin.Aws.Calls;

/// <summary>Where a service is, and what its requests are signed for. Learnt once.</summary>
/// <param name="service">Name of the service in signatures.</param>
/// <param name="endpoint">As configured; null = the region's public one.</param>
/// <param name="region">As configured; null = the instance's own.</param>
/// <param name="metadata">Knows the instance's region; null when there is none to ask.</param>
internal sealed class AwsTarget(string service, Uri? endpoint, string? region, MetadataClient? metadata)
{
    private (Uri Endpoint, AwsPlace Place)? _known;

    /// <summary>Not the region's public one: buckets are in its path, not in its name.</summary>
    public bool HasOwnEndpoint => endpoint is not null;

    /// <summary>The endpoint and the place.</summary>
    /// <exception cref="AwsException">No region is to be had.</exception>
    public async ValueTask<(Uri Endpoint, AwsPlace Place)> Get(CancellationToken deadline)
    {
        if (_known is { } known)
        {
            return known;
        }

        var place = new AwsPlace(region ?? await RegionAsync(deadline).ConfigureAwait(false), service);
        known = (endpoint ?? place.DefaultEndpoint, place);
        _known = known;
        return known;
    }

    private async Task<string> RegionAsync(CancellationToken deadline)
    {
        try
        {
            return metadata is null
                ? throw new AwsException(service, AwsException.NoAnswer, "no region is known; give 'aws.region' in the file")
                : await metadata.Read("placement/region", deadline).ConfigureAwait(false);
        }
        catch (MetadataException e)
        {
            throw new AwsException(service, AwsException.NoAnswer, $"no region is known; give 'aws.region' in the file, or mend this: {e.Message}", cause: e);
        }
    }
}
