using System.Net;
using System.Net.Sockets;

namespace Tenbin.Cluster.Tests.Witness;

/// <summary>Passes TCP connections on to a server, and can swallow an answer together with its connection.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private volatile bool _cut;

    public CuttingProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = Accept();
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}");

    /// <summary>From now on, or no more, each answer is lost once the server has given it.</summary>
    public bool CutAnswers
    {
        get => _cut;
        set => _cut = value;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task Accept()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(Serve(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), _end.Token),
                    PassAnswers(server.GetStream(), client.GetStream()));
            }
            catch (SocketException)
            {
                // The server is gone, so the client's connection ends too.
            }
        }
    }

    private async Task PassAnswers(NetworkStream server, NetworkStream client)
    {
        var buffer = new byte[16_384];
        while (await server.ReadAsync(buffer, _end.Token) is > 0 and var read)
        {
            if (_cut)
            {
                return;
            }
            await client.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
