using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tenbin.Director.Control;

/// <summary>Serves the control API on a unix socket that only the daemon's own user may open.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan _stopWithin = TimeSpan.FromSeconds(2);
    private readonly WebApplication _app;
    private readonly string _socket;

    private ControlServer(WebApplication app, string socket) => (_app, _socket) = (app, socket);

    /// <summary>Listens on <paramref name="socket"/>, in place of the socket that a dead daemon left there.</summary>
    /// <exception cref="StartupException">The socket cannot be made. The caller holds the lock: nobody else listens.</exception>
    public static async Task<ControlServer> StartAsync(string socket, ControlApi api, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            Bound(kestrel.Limits);
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(socket);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        app.Use(Problems.AnswerAsync);
        app.UseRouting();
        api.Map(app);
        try
        {
            File.Delete(socket);
            await app.StartAsync().ConfigureAwait(false);
            File.SetUnixFileMode(socket, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new StartupException(ExitStatus.Failed, $"the control socket {socket} cannot be made: {e.Message}", e);
        }

        return new ControlServer(app, socket);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(_stopWithin);
        await _app.StopAsync(patience.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        File.Delete(_socket);
    }

    private static void Bound(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = 64;
        limits.MaxRequestBodySize = 16 * 1024;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.MaxRequestHeadersTotalSize = 8 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
    }

    /// <summary>Signals are the daemon's business, not the web host's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
