using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tenbin.Lab.Cloud.Api.Signing;
using Tenbin.Lab.Cloud.Hosting;

namespace Tenbin.Lab.Cloud.Api;

/// <summary>The EC2 API over HTTP, on every address of a machine.</summary>
public sealed class Ec2Endpoint(Ec2Service service, Machine machine) : IAsyncDisposable
{
    public const int Port = 80;
    private NamespaceServer? _server;

    public Ec2Service Service { get; } = service;

    /// <summary>Listens, again after <see cref="Refuse"/>.</summary>
    public async Task Listen() => _server ??= await NamespaceServer.Start(machine, new(IPAddress.IPv6Any, Port), Answer);

    /// <summary>Stops listening: connections are refused.</summary>
    public async Task Refuse()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await Refuse();

    private async Task Answer(HttpContext context)
    {
        var answer = await Service.Answer(await Read(context.Request), context.RequestAborted)
            .ContinueWith(Completed, TaskScheduler.Default);
        if (answer is null)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "text/xml;charset=UTF-8";
        await context.Response.WriteAsync(answer.Body);
    }

    /// <summary>A request whose client has gone has no answer.</summary>
    private static ApiAnswer? Completed(Task<ApiAnswer?> answer) => answer.IsCanceled ? null : answer.GetAwaiter().GetResult();

    private static async Task<SignedRequest> Read(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        return new(
            request.Method,
            target[0],
            target.Length > 1 ? target[1] : "",
            request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(',', header.Value.AsEnumerable())),
            body.ToArray());
    }
}
