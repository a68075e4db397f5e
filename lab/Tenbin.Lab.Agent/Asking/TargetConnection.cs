using System.Net.Sockets;

namespace Tenbin.Lab.Agent.Asking;

/// <summary>
/// Asks one target over one connection at a time, opened when needed. It never repeats a request by itself: a broken
/// connection is a failed request, where an ordinary client would hide it.
/// </summary>
internal abstract class TargetConnection(LoadTarget target) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private Socket? _socket;
    private Stream? _stream;

    public static TargetConnection To(LoadTarget target) => target.Url.Scheme switch
    {
        "http" or "https" => new WebConnection(target),
        "mysql" => new SqlConnection(target),
        var other => throw new ArgumentException($"{target.Text}: nobody here speaks {other}; http, https and mysql are known"),
    };

    public LoadTarget Target => target;

    /// <summary>Own address and port of the last connection.</summary>
    public string? Local { get; private set; }

    /// <summary>Asks once.</summary>
    /// <param name="close">Whether the connection shall end with this request.</param>
    /// <returns>The server's name.</returns>
    public async Task<string> Ask(bool close)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var stream = _stream ?? await Connect(patience.Token);
            var (server, isOver) = await Exchange(stream, close, patience.Token);
            if (isOver)
            {
                Dispose();
            }

            return server;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _socket?.Dispose();
        (_stream, _socket) = (null, null);
    }

    /// <summary>What must be said before the first request.</summary>
    /// <returns>What to ask through.</returns>
    protected abstract Task<Stream> Open(Stream stream, CancellationToken stop);

    /// <summary>One request and its answer.</summary>
    /// <returns>The server's name, and whether the connection is over with it.</returns>
    protected abstract Task<(string Server, bool IsOver)> Exchange(Stream stream, bool close, CancellationToken stop);

    private async Task<Stream> Connect(CancellationToken stop)
    {
        _socket = await Dialler.Connect(target.EndPoint, stop);
        Local = _socket.LocalEndPoint!.ToString();
        return _stream = await Open(new NetworkStream(_socket), stop);
    }
}
