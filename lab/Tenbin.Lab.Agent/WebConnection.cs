using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Tenbin.Lab.Agent;

/// <summary>
/// HTTP/1.1 over one connection at a time, opened when needed. It never repeats a request by itself: a broken
/// connection is a failed request, where an ordinary client would hide it.
/// </summary>
internal sealed class WebConnection(WebTarget target) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Socket? _socket;

    public WebTarget Target => target;

    /// <summary>Own address and port of the last connection.</summary>
    public string? Local { get; private set; }

    /// <summary>Asks once.</summary>
    /// <param name="close">Whether the connection shall end with this request.</param>
    /// <returns>The body's first line: the server's name.</returns>
    public async Task<string> Ask(bool close)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            _socket ??= await Dialler.Connect(target.EndPoint, patience.Token);
            Local = _socket.LocalEndPoint!.ToString();
            var request = $"GET {target.Path} HTTP/1.1\r\nHost: {target.EndPoint}\r\n{(close ? "Connection: close\r\n" : "")}\r\n";
            await _socket.SendAsync(Encoding.ASCII.GetBytes(request), patience.Token);
            var (body, closing) = await ReadAnswer(_socket, patience.Token);
            if (close || closing)
            {
                Hangup();
            }

            return body.Split('\n')[0];
        }
        catch
        {
            Hangup();
            throw;
        }
    }

    public void Dispose() => Hangup();

    private void Hangup()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<(string Body, bool Closing)> ReadAnswer(Socket socket, CancellationToken stop)
    {
        var length = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(_buffer.AsMemory(length), stop);
            if (got == 0)
            {
                throw new EndOfStreamException();
            }

            length += got;
            var text = Encoding.ASCII.GetString(_buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            var head = text[..end].Split("\r\n");
            var body = text[(end + 4)..];
            if (body.Length >= ContentLength(head))
            {
                var status = head[0].Split(' ')[1];
                return status == "200"
                    ? (body, head.Any(line => line.Equals("Connection: close", StringComparison.OrdinalIgnoreCase)))
                    : throw new InvalidDataException($"status {status}");
            }
        }
    }

    private static int ContentLength(string[] head)
    {
        const string name = "Content-Length:";
        var line = head.FirstOrDefault(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException("no Content-Length");
        return int.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }
}
