using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Tenbin.Aws.Calls;
using Tenbin.Aws.Signing;
using Tenbin.Cluster.Witness;

namespace Tenbin.Aws.Registers;

/// <summary>
/// One request to a store of AWS, once: whoever writes a register must never repeat it blindly. Collects how it answers.
/// Thread-safe.
/// </summary>
internal sealed partial class SignedStore(
    string name, AwsTarget target, AwsCredentials credentials, TimeSpan connectTimeout, TimeProvider time, ILogger log) : IDisposable
{
    private readonly HttpClient _http = AwsHttp.Client(connectTimeout);
    private readonly HealthRecord _health = new(time);
    private readonly ILogger _log = log;

    public WitnessHealth Health => _health.Snapshot();

    public void Dispose() => _http.Dispose();

    /// <summary>An answer.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="Text">Body.</param>
    /// <param name="Tag">Header <c>ETag</c>; null = none.</param>
    /// <param name="RequestId">For AWS support.</param>
    internal sealed record Answer(HttpStatusCode Status, string Text, string? Tag, string? RequestId);

    /// <summary>Sends one request.</summary>
    /// <param name="action">For people.</param>
    /// <param name="make">Makes it; the endpoint ends with a slash.</param>
    /// <param name="body">Its content; null = none.</param>
    /// <param name="type">Media type of the content.</param>
    /// <param name="isAnswer">A status that is an answer of the register, whatever it says: others are troubles.</param>
    /// <param name="explain">Error code and message in a body.</param>
    /// <param name="deadline">Ends it.</param>
    /// <exception cref="WitnessException">No usable answer.</exception>
    public async Task<Answer> Send(
        string action, Func<Uri, HttpRequestMessage> make, byte[]? body, string type, Func<Answer, bool> isAnswer,
        Func<string, (string Code, string Said)> explain, CancellationToken deadline)
    {
        var start = time.GetTimestamp();
        try
        {
            var (answer, endpoint) = await AttemptAsync(action, make, body, type, deadline).ConfigureAwait(false);
            if (!isAnswer(answer))
            {
                var (code, said) = explain(answer.Text);
                throw new AwsException(action, code.Length == 0 ? $"Http{(int)answer.Status}" : code, said, answer.RequestId, answer.Status);
            }

            if (_health.Answered(endpoint, endpoint.Authority, start) is { } failed)
            {
                LogAnswersAgain(name, endpoint.Authority, failed);
            }

            return answer;
        }
        catch (AwsException e)
        {
            var reason = $"witness {name}: {e.Message}";
            if (_health.Failed(reason))
            {
                LogFails(name, e.Message);
            }

            throw new WitnessException(reason, e);
        }
    }

    private async Task<(Answer Answer, Uri Endpoint)> AttemptAsync(
        string action, Func<Uri, HttpRequestMessage> make, byte[]? body, string type, CancellationToken deadline)
    {
        var key = await credentials.Get(deadline).ConfigureAwait(false);
        var (endpoint, place) = await target.Get(deadline).ConfigureAwait(false);
        using var request = make(endpoint);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        SigV4.Sign(request, body, place, key, time.GetUtcNow());
        try
        {
            using var response = await _http.SendAsync(request, deadline).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(deadline).ConfigureAwait(false);
            var answer = new Answer(
                response.StatusCode, text, response.Headers.ETag?.ToString(), Header(response, "x-amzn-RequestId") ?? Header(response, "x-amz-request-id"));
            if (text.Contains("ExpiredToken", StringComparison.Ordinal))
            {
                credentials.Drop(key);
            }

            return (answer, endpoint);
        }
        catch (Exception e) when (e is OperationCanceledException || e is HttpRequestException { InnerException: OperationCanceledException or TimeoutException })
        {
            throw new AwsException(action, AwsException.NoAnswer, $"{endpoint.Authority} has not answered in time", cause: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new AwsException(action, AwsException.NoAnswer, $"{endpoint.Authority} cannot be reached, or broke off: {AwsHttp.Explain(e)}", cause: e);
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    [LoggerMessage(4430, LogLevel.Warning, "Witness {Name} fails, its vote is missing: {Reason}")]
    private partial void LogFails(string name, string reason);

    [LoggerMessage(4431, LogLevel.Information, "Witness {Name} answers again, at {Endpoint}, after {Failed}")]
    private partial void LogAnswersAgain(string name, string endpoint, TimeSpan failed);
}
