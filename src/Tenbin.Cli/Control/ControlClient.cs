using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Control;

/// <summary>Talks to the daemon over its control socket. Every failure is a <see cref="VerbException"/>.</summary>
internal sealed class ControlClient(DirectorPaths paths)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public Task<StatusReport> StatusAsync(CancellationToken stop) =>
        AskAsync("GET", ApiPaths.Status, [], TenbinJson.Default.StatusReport, stop);

    public Task<SessionList> SessionsAsync(IEnumerable<(string Key, string? Value)> query, CancellationToken stop) =>
        AskAsync("GET", ApiPaths.Sessions + Query(query), [], TenbinJson.Default.SessionList, stop);

    public Task<ExplainAnswer> ExplainAsync(string client, string service, CancellationToken stop) => AskAsync(
        "GET", ApiPaths.Explain + Query([("client", client), ("service", service)]), [], TenbinJson.Default.ExplainAnswer, stop);

    public Task<CommandAnswer> ReloadAsync(CancellationToken stop) =>
        AskAsync("POST", ApiPaths.Reload, [], TenbinJson.Default.CommandAnswer, stop);

    public Task<CommandAnswer> CommandAsync(string path, ServerCommand command, CancellationToken stop) => AskAsync(
        "POST", path, JsonSerializer.SerializeToUtf8Bytes(command, TenbinJson.Default.ServerCommand), TenbinJson.Default.CommandAnswer, stop);

    public Task<CommandAnswer> GroupAsync(string path, GroupCommand command, CancellationToken stop) => AskAsync(
        "POST", path, JsonSerializer.SerializeToUtf8Bytes(command, TenbinJson.Default.GroupCommand), TenbinJson.Default.CommandAnswer, stop);

    private static string Query(IEnumerable<(string Key, string? Value)> query)
    {
        var given = query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}");
        return $"?{string.Join('&', given)}";
    }

    private async Task<T> AskAsync<T>(string method, string path, byte[] body, JsonTypeInfo<T> type, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(_patience);
        try
        {
            var (status, answer) = await HttpExchange.AskAsync(paths.Socket, method, path, body, patience.Token);
            return status < 300
                ? JsonSerializer.Deserialize(answer.Span, type)!
                : throw Refused(JsonSerializer.Deserialize(answer.Span, TenbinJson.Default.Problem));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new VerbException(ExitStatus.NotPermitted, $"not permitted to open {paths.Socket}: run as root");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            throw WentAway(e.Message);
        }
        catch (SocketException)
        {
            throw new VerbException(
                ExitStatus.NoDaemon,
                $"no daemon is running: nobody listens on {paths.Socket}; start one with 'tenbin run -c FILE'");
        }
        catch (InvalidDataException e)
        {
            throw WentAway(e.Message);
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

    private static VerbException WentAway(string how) =>
        new(ExitStatus.Failed, $"the daemon went away before it answered: {how}");

    private static VerbException Refused(Problem? problem) => problem is null
        ? new VerbException(ExitStatus.Failed, "the daemon refused and did not say why")
        : new VerbException(
            problem.Status is >= 400 and < 500 and not 409 ? ExitStatus.BadUsage : ExitStatus.Failed,
            string.Join('\n', [.. problem.Errors, problem.Title]));
}
