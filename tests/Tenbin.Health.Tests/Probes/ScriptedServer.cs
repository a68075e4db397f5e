using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tenbin.Health.Tests.Probes;

/// <summary>A loopback server that does to each connection what a test says.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, CancellationToken, Task> _script;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    public ScriptedServer(Func<Socket, CancellationToken, Task> script, IPAddress? address = null)
    {
        _script = script;
        address ??= IPAddress.Loopback;
        _listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>The heads of the requests read by <see cref="ReadHeadAsync"/>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answers each HTTP request with these bytes and closes.</summary>
    public static ScriptedServer Answering(string answer, IPAddress? address = null) =>
        AnsweringInTurn(address, answer);

    /// <summary>Answers the first request with the first answer, and so on; the last one stays.</summary>
    public static ScriptedServer AnsweringInTurn(IPAddress? address, params string[] answers)
    {
        ScriptedServer? server = null;
        server = new(
            async (socket, stop) =>
            {
                using var stream = new NetworkStream(socket);
                server!.Requests.Enqueue(await ReadHeadAsync(stream, stop));
                string answer = answers[Math.Min(server.Requests.Count, answers.Length) - 1];
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), stop);
                socket.Shutdown(SocketShutdown.Send);
                await DrainAsync(stream, stop);
            },
            address);
        return server;
    }

    public static string Ok(string body) => $"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>Reads to the empty line.</summary>
    public static async Task<string> ReadHeadAsync(Stream stream, CancellationToken stop)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, stop) > 0)
        {
            head.Append((char)one[0]);
        }
        return head.ToString();
    }

    public static async Task DrainAsync(Stream stream, CancellationToken stop)
    {
        byte[] rest = new byte[4096];
        while (await stream.ReadAsync(rest, stop) > 0)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync(_stop.Token);
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await _script(socket, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // The probe has reset the connection, or the test is over.
            }
        }
    }
}
