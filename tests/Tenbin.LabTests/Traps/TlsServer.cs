using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tenbin.Lab;
using Tenbin.Linux;

namespace Tenbin.LabTests.Traps;

/// <summary>A web server with TLS in a machine's namespace; it answers any request with its machine's name.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly byte[] _answer;
    private readonly Task _serving;

    private TlsServer(Socket listener, string name)
    {
        _listener = listener;
        _answer = Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\nContent-Length: {name.Length}\r\n\r\n{name}");
        _serving = ServeAsync();
    }

    /// <summary>By the name that a client asks for; <c>""</c> for all others.</summary>
    public IReadOnlyDictionary<string, X509Certificate2> Certificates { get; set; } = new Dictionary<string, X509Certificate2>();

    public static TlsServer Start(Machine machine, int port) => new(
        NetworkNamespace.Open(machine.Namespace).Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            socket.Listen();
            return socket;
        }),
        machine.Name);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(AnswerAsync(await _listener.AcceptAsync()));
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificateSelectionCallback = (_, name) => Certificates.GetValueOrDefault(name ?? "") ?? Certificates[""] }, patience.Token);
            await stream.ReadAtLeastAsync(new byte[1024], 1, throwOnEndOfStream: false, patience.Token);
            await stream.WriteAsync(_answer, patience.Token);
            await stream.ShutdownAsync();
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException)
        {
            // A check that only connects, or a client that does not like the certificate.
        }
    }
}
