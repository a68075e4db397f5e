using System.Net;
using System.Net.Http.Headers;
using System.Xml;
using Microsoft.Extensions.Logging;
using Tenbin.Aws.Calls;
using Tenbin.Aws.Signing;

namespace Tenbin.Aws.Ec2;

/// <summary>
/// The calls of EC2 that the movers and the checks need (EC2 API reference, version 2016-11-15, query protocol). All of them
/// may be repeated, and are until the deadline, after throttling and troubles of AWS. Thread-safe.
/// </summary>
public sealed partial class Ec2Client : IDisposable
{
    /// <summary>Of the API.</summary>
    internal const string Version = "2016-11-15";

    private const int LongestQuote = 200;
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = AwsHttp.Client(s_connectTimeout);
    private readonly AwsTarget _target;
    private readonly AwsCredentials _credentials;
    private readonly AttemptRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    internal Ec2Client(AwsTarget target, AwsCredentials credentials, AttemptRules rules, TimeProvider time, ILogger log)
    {
        (_target, _credentials, _rules, _time, _log) = (target, credentials, rules, time, log);
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>A call, to its first good answer.</summary>
    /// <exception cref="AwsException">A refusal, or no answer before the deadline.</exception>
    private async Task<Ec2Element> Call(string action, Ec2Query query, CancellationToken deadline)
    {
        var body = query.Encode(action);
        try
        {
            return await Run().ConfigureAwait(false);
        }
        catch (AwsException e) when (e.Code is "ExpiredToken" or "RequestExpired" && !deadline.IsCancellationRequested)
        {
            // The credentials that it was made with are dropped by now.
            return await Run().ConfigureAwait(false);
        }

        Task<Ec2Element> Run() => Attempts.Run(
            action, end => AttemptAsync(action, body, end), _rules, failure => LogRepeated(action, failure.Message), _time, Random.Shared, deadline);
    }

    private async Task<Ec2Element> AttemptAsync(string action, byte[] body, CancellationToken end)
    {
        using var timeout = new CancellationTokenSource(_rules.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, end);
        var key = await _credentials.Get(either.Token).ConfigureAwait(false);
        var (endpoint, place) = await _target.Get(either.Token).ConfigureAwait(false);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded", "utf-8");
        SigV4.Sign(request, body, place, key, _time.GetUtcNow());
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
            return Answer(action, response.StatusCode, text, key);
        }
        catch (Exception e) when (e is OperationCanceledException || e is HttpRequestException { InnerException: OperationCanceledException or TimeoutException })
        {
            end.ThrowIfCancellationRequested();
            throw new AwsException(action, AwsException.NoAnswer, $"{endpoint} did not answer within {(timeout.IsCancellationRequested ? _rules.Timeout : s_connectTimeout).TotalSeconds:0.###} s", cause: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new AwsException(action, AwsException.NoAnswer, $"{endpoint} cannot be reached: {AwsHttp.Explain(e)}", cause: e);
        }
    }

    private Ec2Element Answer(string action, HttpStatusCode status, string text, AwsKey key)
    {
        Ec2Element root;
        try
        {
            root = Ec2Element.Parse(text);
        }
        catch (XmlException e)
        {
            // A proxy, or a load balancer of AWS itself.
            throw new AwsException(action, $"Http{(int)status}", $"the answer is no XML: \"{Cluster.Witness.Etcd.Quote.Of(text, LongestQuote)}\"", status: status, cause: e);
        }

        if (status == HttpStatusCode.OK)
        {
            return root;
        }

        var error = root.Deep("Error");
        var code = error?.Value("Code") ?? $"Http{(int)status}";
        if (code is "ExpiredToken" or "RequestExpired")
        {
            _credentials.Drop(key);
        }

        throw new AwsException(action, code, error?.Value("Message") ?? "without a reason", (root.Deep("RequestID") ?? root.Deep("RequestId"))?.Text, status);
    }

    [LoggerMessage(4400, LogLevel.Warning, "{Action} is tried again: {Reason}")]
    private partial void LogRepeated(string action, string reason);
}
