using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Control;

/// <summary>Talks to the daemon over its control socket. Every failure is a <see cref="VerbException"/>.</summary>
internal sealed class ControlClient : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly DirectorPaths _paths;
    private readonly HttpClient _http;

    public ControlClient(DirectorPaths paths)
    {
        _paths = paths;
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false, UseCookies = false })
        {
            BaseAddress = new Uri("http://tenbin"),
            Timeout = _patience,
        };
    }

    public Task<StatusReport> StatusAsync(CancellationToken stop) =>
        SendAsync(HttpMethod.Get, ApiPaths.Status, null, TenbinJson.Default.StatusReport, stop);

    public Task<SessionList> SessionsAsync(IEnumerable<(string Key, string? Value)> query, CancellationToken stop) =>
        SendAsync(HttpMethod.Get, ApiPaths.Sessions + Query(query), null, TenbinJson.Default.SessionList, stop);

    public Task<ExplainAnswer> ExplainAsync(string client, string service, CancellationToken stop) => SendAsync(
        HttpMethod.Get, ApiPaths.Explain + Query([("client", client), ("service", service)]), null, TenbinJson.Default.ExplainAnswer, stop);

    public Task<CommandAnswer> ReloadAsync(CancellationToken stop) =>
        SendAsync(HttpMethod.Post, ApiPaths.Reload, null, TenbinJson.Default.CommandAnswer, stop);

    public Task<CommandAnswer> CommandAsync(string path, ServerCommand command, CancellationToken stop) => SendAsync(
        HttpMethod.Post, path, JsonContent.Create(command, TenbinJson.Default.ServerCommand), TenbinJson.Default.CommandAnswer, stop);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Query(IEnumerable<(string Key, string? Value)> query)
    {
        var given = query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}");
        return $"?{string.Join('&', given)}";
    }

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            using var response = await _http.SendAsync(request, stop);
            return response.IsSuccessStatusCode
                ? (await response.Content.ReadFromJsonAsync(type, stop))!
                : throw Refused(await response.Content.ReadFromJsonAsync(TenbinJson.Default.Problem, stop));
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: var error })
        {
            throw error == SocketError.AccessDenied
                ? new VerbException(ExitStatus.NotPermitted, $"not permitted to open {_paths.Socket}: run as root")
                : NoDaemon();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new VerbException(ExitStatus.Failed, $"the daemon went away before it answered: {e.Message}");
        }
        catch (JsonException e)
        {
            throw new VerbException(
                ExitStatus.Failed, $"the daemon's answer is not understood; is it of another version than this program? {e.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new VerbException(
                ExitStatus.Failed, $"the daemon did not answer within {_patience.TotalSeconds:0} s; its log may say why");
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_paths.Socket), stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private VerbException NoDaemon() => new(
        ExitStatus.NoDaemon, $"no daemon is running: nobody listens on {_paths.Socket}; start one with 'tenbin run -c FILE'");

    private static VerbException Refused(Problem? problem) => problem is null
        ? new VerbException(ExitStatus.Failed, "the daemon refused and did not say why")
        : new VerbException(
            problem.Status is >= 400 and < 500 and not 409 ? ExitStatus.BadUsage : ExitStatus.Failed,
            string.Join('\n', [.. problem.Errors, problem.Title]));
}
