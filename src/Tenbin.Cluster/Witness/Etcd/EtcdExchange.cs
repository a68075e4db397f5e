using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tenbin.Cluster.Witness.Etcd;

/// <summary>One request to one endpoint. Never repeats it.</summary>
/// <remarks>
/// .NET's handler repeats a request by itself only while no byte of its body was written to a connection that then closes;
/// etcd does nothing without the body.
/// </remarks>
internal sealed class EtcdExchange(HttpClient http, TimeProvider time)
{
    private const int LongestQuote = 200;

    /// <exception cref="EtcdFault">Anything but an answer of the expected kind.</exception>
    public async Task<TReply> Post<TRequest, TReply>(
        Uri endpoint, EtcdCall<TRequest, TReply> call, TRequest message, string? token, CancellationToken deadline)
    {
        long start = time.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, call.Path))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(message, call.Request)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, deadline).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(deadline).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK
                ? Parse(endpoint, body, call.Reply)
                : throw Declined(endpoint, response.StatusCode, body);
        }
        catch (HttpRequestException e) when (e.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            throw new EtcdFault(Reach.NotSent, $"{Name(endpoint)} cannot be reached: {e.Message}", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.SecureConnectionError)
        {
            throw new EtcdFault(Reach.NotSent, $"{Name(endpoint)}: no TLS connection: {(e.InnerException ?? e).Message}", e);
        }
        catch (HttpRequestException e)
        {
            throw new EtcdFault(Reach.MaybeDone, $"{Name(endpoint)}: no answer: {(e.InnerException ?? e).Message}", e);
        }
        catch (OperationCanceledException e)
        {
            // How SocketsHttpHandler tells that its ConnectTimeout has passed.
            (Reach reach, string what) = !deadline.IsCancellationRequested && e.InnerException is TimeoutException
                ? (Reach.NotSent, "no connection")
                : (Reach.MaybeDone, "no answer");
            throw new EtcdFault(reach, $"{Name(endpoint)}: {what} within {time.GetElapsedTime(start).TotalMilliseconds:F0} ms", e);
        }
    }

    /// <summary>Without user or path.</summary>
    public static string Name(Uri endpoint) => endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static TReply Parse<TReply>(Uri endpoint, byte[] body, JsonTypeInfo<TReply> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type)
                ?? throw new EtcdFault(Reach.MaybeDone, $"{Name(endpoint)} answers null: is this etcd?");
        }
        catch (JsonException e)
        {
            throw new EtcdFault(Reach.MaybeDone, $"{Name(endpoint)} gives an answer that is not etcd's: {Quote.Of(body, LongestQuote)}", e);
        }
    }

    private static EtcdFault Declined(Uri endpoint, HttpStatusCode status, byte[] body)
    {
        string reason = Reason(body);
        Reach reach = EtcdToken.IsRefused(reason) ? Reach.NoValidToken : Reach.MaybeDone;
        string remedy = status switch
        {
            HttpStatusCode.NotFound => "; Tenbin needs etcd 3.4 or newer with its HTTP gateway on (--enable-grpc-gateway)",
            HttpStatusCode.Forbidden => "; grant the user readwrite on the witness's prefix (etcdctl role grant-permission --prefix)",
            _ => "",
        };
        return new(reach, $"{Name(endpoint)} answers {(int)status}: {reason}{remedy}");
    }

    private static string Reason(byte[] body)
    {
        try
        {
            ErrorReply? error = JsonSerializer.Deserialize(body, EtcdJson.Default.ErrorReply);
            return Quote.Of(error?.Message ?? error?.Error ?? "no reason given", LongestQuote);
        }
        catch (JsonException)
        {
            return Quote.Of(body, LongestQuote);
        }
    }
}
