using Microsoft.AspNetCore.Http;

namespace Tenbin.Lab.Cloud.Registers;

/// <summary>What the simulated stores have in common: faults, and the request's body.</summary>
public abstract class SimulatedStore : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private LoopbackHttp? _server;
    private int _requests;

    /// <summary>Where it listens.</summary>
    public Uri Url => _server!.Url;

    /// <summary>What goes wrong.</summary>
    public StoreFaults Faults { get; set; } = new();

    /// <summary>How many requests came.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _end.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task Open() => _server = await LoopbackHttp.Start(AnswerAsync);

    /// <summary>Does a request whole, at one moment.</summary>
    private protected abstract SimulatedAnswer Do(HttpRequest request, byte[] body);

    private protected abstract SimulatedAnswer Fault(int status, string code, string said);

    /// <summary>Service in the signature.</summary>
    private protected abstract string Service { get; }

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        var faults = Faults;
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (faults.IsSilent)
        {
            await Hold(context, Timeout.InfiniteTimeSpan);
            return;
        }

        var answer = faults.Throttles ? Throttled
            : faults.Breaks ? Fault(500, "InternalError", "We encountered an internal error. Please try again.")
            : faults.Denies ? Fault(403, DeniedCode, "User: arn:aws:iam::123456789012:user/test is not authorized")
            : !IsSigned(context.Request) ? Fault(403, "SignatureDoesNotMatch", "The request is not signed for this service")
            : Do(context.Request, buffer.ToArray());
        await Hold(context, faults.Latency);
        if (faults.LosesAnswers || _end.IsCancellationRequested)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.Body.WriteAsync(answer.Body);
    }

    private protected abstract SimulatedAnswer Throttled { get; }

    private protected abstract string DeniedCode { get; }

    private async Task Hold(HttpContext context, TimeSpan time)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token);
        try
        {
            await Task.Delay(time, either.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the server goes.
        }
    }

    // Whether the signature is right is for the tests of the signer; here that there is one, for this service.
    private bool IsSigned(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var given && given.StartsWith("AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal)
        && given.Contains($"/{Service}/aws4_request", StringComparison.Ordinal) && request.Headers.ContainsKey("X-Amz-Date");
}

/// <summary>An answer of a simulated store.</summary>
internal sealed record SimulatedAnswer(int Status, byte[] Body, params (string Name, string Value)[] Headers);
