using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Tenbin.Cli.Control;

/// <summary>
/// One HTTP/1.0 request over a unix socket (RFC 1945): the answer ends where the connection ends. A verb makes one or
/// two of them; a whole HTTP client would cost it more time to start than to ask.
/// </summary>
internal static class HttpExchange
{
    private const int MostAnswer = 512 * 1024 * 1024;

    /// <summary>Sends the request and reads the whole answer.</summary>
    /// <exception cref="SocketException">Nobody listens, or the connection broke.</exception>
    /// <exception cref="InvalidDataException">The answer is not HTTP.</exception>
    public static async Task<(int Status, ReadOnlyMemory<byte> Body)> AskAsync(
        string socketPath, string method, string path, byte[] body, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), stop);
        await SendAsync(socket, method, path, body, stop);
        var answer = await ReceiveAsync(socket, stop);
        var head = answer.Span.IndexOf("\r\n\r\n"u8);
        if (head < 0 || !answer.Span.StartsWith("HTTP/1."u8)
            || !int.TryParse(Encoding.ASCII.GetString(answer.Span.Slice("HTTP/1.x ".Length, 3)), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new InvalidDataException(answer.IsEmpty ? "it closed the connection" : "its answer is not HTTP");
        }

        return (status, answer[(head + 4)..]);
    }

    private static async Task SendAsync(Socket socket, string method, string path, byte[] body, CancellationToken stop)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{method} {path} HTTP/1.0\r\nHost: tenbin\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"));
        ReadOnlyMemory<byte> left = (byte[])[.. head, .. body];
        while (!left.IsEmpty)
        {
            left = left[await socket.SendAsync(left, SocketFlags.None, stop)..];
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReceiveAsync(Socket socket, CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        var used = 0;
        while (await socket.ReceiveAsync(buffer.AsMemory(used), SocketFlags.None, stop) is > 0 and var count)
        {
            used += count;
            if (used == buffer.Length)
            {
                if (used >= MostAnswer)
                {
                    throw new InvalidDataException("its answer is too long");
                }

                Array.Resize(ref buffer, used * 2);
            }
        }

        return buffer.AsMemory(0, used);
    }
}
