using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tenbin.Linux;

namespace Tenbin.Lab.Cloud.Hosting;

/// <summary>An HTTP server of this process whose socket is in a machine's network namespace.</summary>
public sealed class NamespaceServer : IAsyncDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromMilliseconds(200);
    private readonly WebApplication _app;

    private NamespaceServer(WebApplication app) => _app = app;

    /// <summary>Starts one.</summary>
    /// <param name="machine">Whose namespace.</param>
    /// <param name="endpoint">Where it listens there.</param>
    /// <param name="handler">Answers each request.</param>
    public static async Task<NamespaceServer> Start(Machine machine, IPEndPoint endpoint, RequestDelegate handler)
    {
        var inside = NetworkNamespace.Open(machine.Namespace);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost
            .UseKestrelCore()
            .UseSockets(options => options.CreateBoundListenSocket = at => inside.Run(() => SocketTransportOptions.CreateDefaultBoundListenSocket(at)))
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(endpoint);
            });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        app.Run(handler);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new LabException($"No HTTP server can listen on {endpoint} in {machine.Name}: {e.Message}", e);
        }

        return new(app);
    }

    /// <summary>Ends it; requests that still wait are aborted.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopWithin);
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    /// <summary>Signals are the business of whoever runs the lab.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
