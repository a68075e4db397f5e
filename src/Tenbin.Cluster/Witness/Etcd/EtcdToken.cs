namespace Tenbin.Cluster.Witness.Etcd;

/// <summary>The token that stands for user and password. All members take it, until it lies unused or the member restarts.</summary>
internal sealed class EtcdToken(EtcdExchange exchange, string user, string password, TimeProvider time)
{
    // etcd hashes the password slowly on purpose, so a login outlasts the call that needs it first.
    private static readonly TimeSpan LoginDeadline = TimeSpan.FromSeconds(5);

    // For the same reason a wrong password must not keep it busy.
    private static readonly TimeSpan BetweenFailures = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Uri, (long At, string Message)> _failures = [];
    private Uri? _asked;
    private Task<string>? _login;

    /// <summary>Whether etcd refused a request for its token alone (etcdserver/api/v3rpc/rpctypes/error.go).</summary>
    public static bool IsRefused(string reason) =>
        reason.Contains("invalid auth token", StringComparison.Ordinal)
        || reason.Contains("revision of auth store is old", StringComparison.Ordinal)
        || reason.Contains("user name is empty", StringComparison.Ordinal);

    /// <summary>The token, after logging in at <paramref name="endpoint"/> if there is none.</summary>
    /// <exception cref="EtcdFault">The login failed, now or less than a second ago.</exception>
    public async Task<string> At(Uri endpoint, CancellationToken deadline)
    {
        try
        {
            return await Login(endpoint).WaitAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new EtcdFault(Reach.NotSent, $"{EtcdExchange.Name(endpoint)}: the login of {user} has not been answered yet", e);
        }
    }

    /// <summary>etcd does not take <paramref name="token"/> any more.</summary>
    public void Drop(string token)
    {
        lock (_gate)
        {
            if (_login is { IsCompletedSuccessfully: true } && _login.Result == token)
            {
                _login = null;
            }
        }
    }

    private Task<string> Login(Uri endpoint)
    {
        lock (_gate)
        {
            if (_login is null or { IsFaulted: true } || (!_login.IsCompleted && _asked != endpoint))
            {
                if (_failures.TryGetValue(endpoint, out var failure) && time.GetElapsedTime(failure.At) < BetweenFailures)
                {
                    throw new EtcdFault(Reach.NotSent, failure.Message);
                }
                _asked = endpoint;
                _login = LogIn(endpoint);
            }
            return _login;
        }
    }

    private async Task<string> LogIn(Uri endpoint)
    {
        using var deadline = new CancellationTokenSource(LoginDeadline, time);
        try
        {
            AuthenticateReply reply = await exchange
                .Post(endpoint, EtcdCalls.Authenticate, new(user, password), token: null, deadline.Token).ConfigureAwait(false);
            return reply.Token;
        }
        catch (EtcdFault e)
        {
            // The request that needs the token has not been sent.
            var fault = new EtcdFault(Reach.NotSent, $"login of {user}: {e.Message}", e);
            lock (_gate)
            {
                _failures[endpoint] = (time.GetTimestamp(), fault.Message);
            }
            throw fault;
        }
    }
}
