using System.Collections.Immutable;

namespace Tenbin.Aws.Signing;

/// <summary>
/// Credentials that are there when they are needed: <see cref="Refresh"/>, called now and then, renews them long before they
/// end, and a call waits only while there never were any. Thread-safe.
/// </summary>
/// <param name="sources">In the order of AWS's own tools; the first that has any is used.</param>
/// <param name="time">Its wall clock tells when they end.</param>
internal sealed class AwsCredentials(ImmutableArray<IKeySource> sources, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(10), s_lastMinute = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile AwsKey? _key;

    /// <summary>Where they came from; null = none yet.</summary>
    public string? Source { get; private set; }

    /// <summary>Those that are there, or the first to be found.</summary>
    /// <exception cref="AwsException">There are none.</exception>
    public async ValueTask<AwsKey> Get(CancellationToken deadline)
    {
        var key = _key;
        return key is not null && !Ends(key, s_lastMinute) ? key : await Renew(s_lastMinute, deadline).ConfigureAwait(false);
    }

    /// <summary>Renews them if they end soon, or if whoever gave them does not say when they do.</summary>
    /// <exception cref="AwsException">It cannot be done; those that are there stay until they end.</exception>
    public Task Refresh(CancellationToken deadline) => Renew(s_margin, deadline);

    /// <summary>AWS does not take <paramref name="refused"/> any more.</summary>
    public void Drop(AwsKey refused)
    {
        if (_key == refused)
        {
            _key = null;
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<AwsKey> Renew(TimeSpan margin, CancellationToken deadline)
    {
        await Turn(deadline).ConfigureAwait(false);
        try
        {
            if (_key is { Expires: not null } key && !Ends(key, margin))
            {
                return key;
            }

            foreach (var source in sources)
            {
                if (await source.Find(deadline).ConfigureAwait(false) is { } found)
                {
                    (_key, Source) = (found, source.Name);
                    return found;
                }
            }

            throw new AwsException(
                "credentials", AwsException.NoCredentials, $"there are none in {string.Join(", ", sources.Select(source => source.Name))}");
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task Turn(CancellationToken deadline)
    {
        try
        {
            await _turn.WaitAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new AwsException("credentials", AwsException.NoCredentials, "they have not been found in time", cause: e);
        }
    }

    private bool Ends(AwsKey key, TimeSpan within) => key.Expires is { } end && time.GetUtcNow() + within >= end;
}
