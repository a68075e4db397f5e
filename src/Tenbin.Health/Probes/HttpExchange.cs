using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>The requests and answers of one HTTP check: one, and one more for each redirect that is followed.</summary>
internal sealed class HttpExchange(IPEndPoint server, HttpCheck check, TrustedAuthorities authorities)
{
    private readonly HttpAuthority _authority = new(server, check);
    private string _waitingFor = "no connection";

    public async ValueTask<string?> FindFaultAsync(CancellationToken deadline)
    {
        try
        {
            return await FollowAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return $"{_waitingFor} within {Spoken.Duration(check.Timeout)}";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return deadline.IsCancellationRequested
                ? $"{_waitingFor} within {Spoken.Duration(check.Timeout)}"
                : HttpFault.Of(e);
        }
    }

    private async ValueTask<string?> FollowAsync(CancellationToken deadline)
    {
        Uri uri = _authority.Resolve(check.Path);
        for (int redirects = 0; ; redirects++)
        {
            (string? fault, Uri? next) = await AskAsync(uri, deadline).ConfigureAwait(false);
            if (next is null)
            {
                return fault;
            }
            if (redirects == check.Redirects)
            {
                return $"redirected more than {check.Redirects} times, at last to {next.PathAndQuery}";
            }
            uri = next;
        }
    }

    private async ValueTask<(string? Fault, Uri? Next)> AskAsync(Uri uri, CancellationToken deadline)
    {
        _waitingFor = "no connection";
        (Socket? connection, string? noConnection) =
            await TcpConnect.OpenAsync(server, check.Timeout, deadline).ConfigureAwait(false);
        if (connection is null)
        {
            return (noConnection, null);
        }
        using Socket socket = connection;
        socket.NoDelay = true;
        // Owning: to stop an exchange, the client closes its stream, and that must end a read under way.
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (check.Tls is { } tls)
        {
            _waitingFor = "connected, but no TLS handshake";
            var handshake = new TlsHandshake(stream, tls.ServerName ?? _authority.Name, tls, authorities);
            if (await handshake.FindFaultAsync(deadline).ConfigureAwait(false) is { } badTls)
            {
                return (badTls, null);
            }
            stream = handshake.Secured;
        }
        await using (stream.ConfigureAwait(false))
        {
            _waitingFor = "request sent, but no answer";
            using HttpMessageInvoker client = ClientOn(stream);
            using HttpRequestMessage request = RequestFor(uri);
            using HttpResponseMessage answer = await client.SendAsync(request, deadline).ConfigureAwait(false);
            return await JudgeAsync(uri, answer, deadline).ConfigureAwait(false);
        }
    }

    private async ValueTask<(string? Fault, Uri? Next)> JudgeAsync(
        Uri uri, HttpResponseMessage answer, CancellationToken deadline)
    {
        if (check.Redirects > 0 && HttpAuthority.RedirectOf(answer) is { } location)
        {
            return _authority.Follow(uri, location);
        }
        if (HttpFault.OfStatus((int)answer.StatusCode, check.Status) is { } badStatus)
        {
            return (badStatus, null);
        }
        if (check.Expect is null && check.ExpectRegex is null)
        {
            return default;
        }
        _waitingFor = "answer began, but its body was not complete";
        Stream content = await answer.Content.ReadAsStreamAsync(deadline).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            HttpBody body = await HttpBody.ReadAsync(content, deadline).ConfigureAwait(false);
            return (body.FindFault(check), null);
        }
    }

    /// <summary>A client for the one connection that is open: no pool, proxy, cookie or redirect of its own.</summary>
    private static HttpMessageInvoker ClientOn(Stream stream)
    {
        Stream? unused = stream;
        return new(new SocketsHttpHandler
        {
            // The handler asks for a second connection when the first one ends unanswered: that end is the result.
            ConnectCallback = (_, _) => Interlocked.Exchange(ref unused, null) is { } only
                ? ValueTask.FromResult(only)
                : ValueTask.FromException<Stream>(new HttpIOException(HttpRequestError.ResponseEnded)),
            PooledConnectionLifetime = TimeSpan.Zero,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseDrainSize = 0,
        });
    }

    private HttpRequestMessage RequestFor(Uri uri)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(check.Method), uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = _authority.Host;
        request.Headers.ConnectionClose = true;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("tenbin-check", null));
        return request;
    }
}
