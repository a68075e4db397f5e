using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tenbin.Cluster.Tests.Witness;

/// <summary>A web server on loopback that answers request after request with the texts given, then closes at the next request.</summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly Queue<string> _answers;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private int _requests;

    public CannedServer(X509Certificate2? certificate, params IEnumerable<string> answers)
    {
        _certificate = certificate;
        _answers = new(answers);
        _listener.Start();
        _serving = Serve();
    }

    public Uri Url => new($"{(_certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many requests came, body and all.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public static string Ok(string json) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}";

    public static string Redirect(Uri to) => $"HTTP/1.1 307 Temporary Redirect\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                try
                {
                    await Serve(client);
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client went away, or did not like the certificate.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        Stream stream = client.GetStream();
        if (_certificate is not null)
        {
            var secured = new SslStream(stream);
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
            stream = secured;
        }
        await using (stream)
        {
            while (await ReadRequest(stream))
            {
                Interlocked.Increment(ref _requests);
                if (!_answers.TryDequeue(out string? answer))
                {
                    return;
                }
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _end.Token);
            }
        }
    }

    private async Task<bool> ReadRequest(Stream stream)
    {
        var buffer = new byte[16_384];
        for (int length = 0; ;)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), _end.Token);
            if (read == 0)
            {
                return false;
            }
            length += read;
            string text = Encoding.UTF8.GetString(buffer, 0, length);
            int head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head >= 0 && length >= head + 4 + ContentLength(text[..head]))
            {
                return true;
            }
        }
    }

    private static int ContentLength(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture))
        .Single();
}
