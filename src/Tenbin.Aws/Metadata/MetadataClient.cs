using System.Net;
using System.Net.Sockets;

namespace Tenbin.Aws.Metadata;

/// <summary>
/// Reads an instance's metadata, version 2 (EC2 user guide, "Use the Instance Metadata Service"): a session token goes with
/// each request, and is renewed before it ends. Thread-safe.
/// </summary>
public sealed class MetadataClient : IDisposable
{
    /// <summary>Where each instance finds its own.</summary>
    public static readonly Uri DefaultEndpoint = new("http://169.254.169.254/");

    private const int TokenSeconds = 21_600, LongestAnswer = 65_536;
    private static readonly TimeSpan s_renewAfter = TimeSpan.FromSeconds(TokenSeconds / 2);

    private readonly Uri _endpoint;
    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private volatile Token? _token;
    private volatile bool _hasAnswered;

    /// <summary>Connects at the first request.</summary>
    /// <param name="endpoint">Address of the service.</param>
    /// <param name="timeout">Of each request.</param>
    /// <param name="time">Clock of the token and of the timeouts.</param>
    public MetadataClient(Uri endpoint, TimeSpan timeout, TimeProvider time)
    {
        (_endpoint, _timeout, _time) = (endpoint, timeout, time);
        // No proxy of the environment: the answers are this machine's alone.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = timeout, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }

    private sealed record Token(string Value, long At);

    /// <summary>An item below <c>/latest/meta-data/</c>; null when the instance has none of that name.</summary>
    /// <exception cref="MetadataException">No usable answer within the timeout or before the deadline.</exception>
    public async Task<string?> Find(string item, CancellationToken deadline)
    {
        var token = await TokenAsync(deadline).ConfigureAwait(false);
        var (status, text) = await GetAsync(item, token, deadline).ConfigureAwait(false);
        if (status == HttpStatusCode.Unauthorized)
        {
            // Ended before its time: the instance was stopped, or its service restarted.
            _token = null;
            token = await TokenAsync(deadline).ConfigureAwait(false);
            (status, text) = await GetAsync(item, token, deadline).ConfigureAwait(false);
        }

        return status switch
        {
            HttpStatusCode.OK => text,
            HttpStatusCode.NotFound => null,
            _ => throw new MetadataException(Refusal(status)),
        };
    }

    /// <summary>The same for an item that every instance has.</summary>
    /// <exception cref="MetadataException">No usable answer, or no such item.</exception>
    public async Task<string> Read(string item, CancellationToken deadline) =>
        await Find(item, deadline).ConfigureAwait(false) is { Length: > 0 } text
            ? text.Trim()
            : throw new MetadataException($"the metadata service at {_endpoint} has no '{item}': it is not that of an EC2 instance; correct 'aws.metadata'");

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<string> TokenAsync(CancellationToken deadline)
    {
        if (_token is { } token && _time.GetElapsedTime(token.At) < s_renewAfter)
        {
            return token.Value;
        }

        var at = _time.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_endpoint, "latest/api/token"));
        request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", $"{TokenSeconds}");
        var (status, text) = await SendAsync(request, deadline).ConfigureAwait(false);
        if (status != HttpStatusCode.OK || text.Length == 0)
        {
            throw new MetadataException(Refusal(status));
        }

        _token = new Token(text.Trim(), at);
        return _token.Value;
    }

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string item, string token, CancellationToken deadline)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_endpoint, $"latest/meta-data/{item}"));
        request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", token);
        return await SendAsync(request, deadline).ConfigureAwait(false);
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpRequestMessage request, CancellationToken deadline)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, deadline);
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
            _hasAnswered = true;
            return (response.StatusCode, text);
        }
        catch (Exception e) when (e is OperationCanceledException || e is HttpRequestException { InnerException: OperationCanceledException or TimeoutException })
        {
            throw new MetadataException(Silence(), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new MetadataException(
                $"the metadata service at {_endpoint} cannot be reached: {Innermost(e)}; this is no EC2 instance, or its route to 169.254.169.254 is gone ('ip route get 169.254.169.254': it must leave by the instance's own interface, not through another machine)", e);
        }
    }

    private string Silence() => _hasAnswered
        ? $"the metadata service at {_endpoint} did not answer within {_timeout.TotalSeconds:0.###} s, though it did before: it is slow or throttles this instance; look what else asks it"
        : $"the metadata service at {_endpoint} did not answer within {_timeout.TotalSeconds:0.###} s: this is no EC2 instance, or its route there is gone, or the daemon runs in a container and the hop limit is 1 "
            + "('aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2')";

    private string Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Forbidden => $"the metadata service at {_endpoint} is switched off for this instance; 'aws ec2 modify-instance-metadata-options --http-endpoint enabled' switches it on",
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => $"the server at {_endpoint} gives no session tokens: it is no metadata service of version 2; correct 'aws.metadata'",
        HttpStatusCode.Unauthorized => $"the metadata service at {_endpoint} takes no session token, not even a new one; another program may answer in its place",
        _ => $"the metadata service at {_endpoint} answers {(int)status}; it is tried again",
    };

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner and (HttpRequestException or IOException or SocketException))
        {
            e = inner;
        }

        return e.Message;
    }
}
