using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace Tenbin.Health.Probes;

/// <summary>One connection attempt that reports failure as a value: a refused connection costs no exception.</summary>
internal sealed class TcpConnect : SocketAsyncEventArgs, IValueTaskSource<SocketError>
{
    private static readonly LingerOption ResetOnClose = new(enable: true, seconds: 0);
    private ManualResetValueTaskSourceCore<SocketError> _done;

    private TcpConnect(EndPoint target)
        : base(true) => RemoteEndPoint = target;

    /// <summary>Connects to the target.</summary>
    /// <returns>The connection, whose close resets it and leaves no TIME_WAIT; or why there is none.</returns>
    public static async ValueTask<(Socket? Connection, string? Fault)> OpenAsync(
        IPEndPoint target, TimeSpan timeout, CancellationToken deadline)
    {
        Socket socket;
        try
        {
            socket = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            {
                LingerState = ResetOnClose,
            };
        }
        catch (SocketException e)
        {
            return (null, SocketFault.Of(e.SocketErrorCode));
        }
        SocketError error = await ConnectAsync(socket, target, deadline).ConfigureAwait(false);
        if (error == SocketError.Success)
        {
            return (socket, null);
        }
        socket.Dispose();
        return (null, SocketFault.OfConnect(error, timeout));
    }

    public SocketError GetResult(short token) => _done.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _done.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e) => _done.SetResult(e.SocketError);

    /// <summary>Connects; at the deadline the socket is closed and the outcome is <see cref="SocketError.OperationAborted"/>.</summary>
    private static async ValueTask<SocketError> ConnectAsync(Socket socket, EndPoint target, CancellationToken deadline)
    {
        using var attempt = new TcpConnect(target);
        if (!socket.ConnectAsync(attempt))
        {
            return attempt.SocketError;
        }
        using (deadline.UnsafeRegister(static state => ((Socket)state!).Dispose(), socket))
        {
            SocketError error = await new ValueTask<SocketError>(attempt, attempt._done.Version).ConfigureAwait(false);
            return deadline.IsCancellationRequested ? SocketError.OperationAborted : error;
        }
    }
}
