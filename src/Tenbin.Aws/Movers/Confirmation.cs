using Tenbin.Aws.Metadata;

namespace Tenbin.Aws.Movers;

/// <summary>How a look for what was moved ended.</summary>
internal enum Confirmed
{
    /// <summary>Both sources show it here.</summary>
    ByBoth,

    /// <summary>The metadata alone does; the API is silent, or does not agree yet.</summary>
    ByMetadata,

    /// <summary>The API alone does; the metadata is silent, or does not agree yet.</summary>
    ByApi,

    /// <summary>Neither does in time: it is to be moved again.</summary>
    ByNone,
}

/// <summary>
/// Looks by metadata and by API, side by side, until both show that it is here. Both may lag behind what the fabric does
/// already (EC2 API reference, "Eventual consistency"), and each may be out of order.
/// </summary>
/// <param name="options">Times.</param>
/// <param name="time">Clock.</param>
internal sealed class Confirmation(MoverOptions options, TimeProvider time)
{
    /// <summary>Ends at the latest after <see cref="MoverOptions.Repeat"/>.</summary>
    /// <param name="byMetadata">True when the metadata shows it here; null = it never tells.</param>
    /// <param name="byApi">True when the API does.</param>
    /// <param name="seen">Told which source shows it, when it does first.</param>
    /// <param name="deadline">Ends it.</param>
    /// <exception cref="OperationCanceledException">The deadline has passed.</exception>
    public async Task<Confirmed> Run(
        Func<CancellationToken, Task<bool>>? byMetadata, Func<CancellationToken, Task<bool>> byApi, Action<string> seen, CancellationToken deadline)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        var api = UntilAsync(byApi, MovePhases.Api, seen, end.Token);
        var metadata = byMetadata is null ? api : UntilAsync(byMetadata, MovePhases.Metadata, seen, end.Token);
        try
        {
            await Task.WhenAny(metadata, api, Task.Delay(options.Repeat, time, end.Token)).ConfigureAwait(false);
            if (metadata.IsCompletedSuccessfully || api.IsCompletedSuccessfully)
            {
                await Task.WhenAny(Task.WhenAll(metadata, api), Task.Delay(options.Agreement, time, end.Token)).ConfigureAwait(false);
            }

            deadline.ThrowIfCancellationRequested();
            return (metadata.IsCompletedSuccessfully, api.IsCompletedSuccessfully) switch
            {
                (true, true) => Confirmed.ByBoth,
                (true, false) => Confirmed.ByMetadata,
                (false, true) => Confirmed.ByApi,
                _ => Confirmed.ByNone,
            };
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task UntilAsync(Func<CancellationToken, Task<bool>> look, string source, Action<string> seen, CancellationToken end)
    {
        for (var pause = options.FirstLook; ; pause = pause * 2 < options.LastLook ? pause * 2 : options.LastLook)
        {
            try
            {
                if (await look(end).ConfigureAwait(false))
                {
                    seen(source);
                    return;
                }
            }
            catch (Exception e) when (e is MetadataException or AwsException)
            {
                // Asked again: the other source may tell meanwhile.
            }

            await Task.Delay(pause, time, end).ConfigureAwait(false);
        }
    }
}
