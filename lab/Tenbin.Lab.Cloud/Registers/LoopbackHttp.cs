using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tenbin.Lab.Cloud.Registers;

/// <summary>A web server in this process that answers each request by one function.</summary>
public sealed class LoopbackHttp : IAsyncDisposable
{
    private readonly WebApplication _server;

    private LoopbackHttp(WebApplication server, Uri url)
    {
        _server = server;
        Url = url;
    }

    /// <summary>Where it listens, with a slash behind.</summary>
    public Uri Url { get; }

    /// <summary>Starts one on a free port of loopback, or on the address given.</summary>
    public static async Task<LoopbackHttp> Start(Func<HttpContext, Task> answer, IPEndPoint? at = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(at ?? new IPEndPoint(IPAddress.Loopback, 0)));
        var server = builder.Build();
        server.Run(new RequestDelegate(answer));
        await server.StartAsync();
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new LoopbackHttp(server, new Uri(address + "/"));
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that are held on purpose are not waited for.
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _server.StopAsync(impatient.Token);
        await _server.DisposeAsync();
    }
}
