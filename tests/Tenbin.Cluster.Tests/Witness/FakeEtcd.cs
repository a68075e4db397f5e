using System.Net;
using System.Text;
using Xunit;

namespace Tenbin.Cluster.Tests.Witness;

/// <summary>A request that the fake got.</summary>
internal sealed record Asked(Uri Url, string Body, string? Token);

/// <summary>Stands in for the network: each request gets the next answer of the script; the last one repeats.</summary>
internal sealed class FakeEtcd(params IReadOnlyList<Func<Asked, CancellationToken, Task<HttpResponseMessage>>> script)
    : HttpMessageHandler
{
    public List<Asked> Requests { get; } = [];

    public static Func<Asked, CancellationToken, Task<HttpResponseMessage>> Answer(
        string json, HttpStatusCode status = HttpStatusCode.OK) =>
        (_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(json) });

    public static Func<Asked, CancellationToken, Task<HttpResponseMessage>> Fail(HttpRequestError error) =>
        (asked, _) => throw new HttpRequestException(error, $"{error} ({asked.Url.Authority})");

    public static async Task<HttpResponseMessage> Silence(Asked asked, CancellationToken deadline)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, deadline);
        throw new InvalidOperationException($"{asked.Url} should have stayed silent");
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal(HttpMethod.Post, request.Method);
        string body = Encoding.UTF8.GetString(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        string? token = request.Headers.TryGetValues("Authorization", out var values) ? values.Single() : null;
        var asked = new Asked(request.RequestUri!, body, token);
        Requests.Add(asked);
        return await script[Math.Min(Requests.Count, script.Count) - 1](asked, cancellationToken);
    }
}
