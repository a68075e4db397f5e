using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tenbin.Director;

namespace Tenbin.Cli.Tests.Fakes;

/// <summary>Answers each connection to a control socket with what the test says, and keeps what was asked.</summary>
internal sealed class FakeDaemon : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tenbin-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public FakeDaemon()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(new DirectorPaths { RunDirectory = RunDirectory }.Socket));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public string RunDirectory => _directory.FullName;

    public byte[] Answer { get; set; } = [];

    public List<string> Requests { get; } = [];

    public void Says<T>(T value, JsonTypeInfo<T> type, int status = 200) => Answer =
    [
        .. Encoding.ASCII.GetBytes($"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\n\r\n"),
        .. JsonSerializer.SerializeToUtf8Bytes(value, type),
    ];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptAsync(_stop.Token);
                var buffer = new byte[16 * 1024];
                var length = await connection.ReceiveAsync(buffer, _stop.Token);
                Requests.Add(Encoding.UTF8.GetString(buffer, 0, length));
                await connection.SendAsync(Answer, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
