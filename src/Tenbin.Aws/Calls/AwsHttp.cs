using System.Net.Sockets;

namespace Tenbin.Aws.Calls;

/// <summary>Connections to AWS that stay open between calls.</summary>
internal static class AwsHttp
{
    private const int LongestAnswer = 8_388_608;

    /// <summary>One for each service.</summary>
    public static HttpClient Client(TimeSpan connectTimeout) => new(new SocketsHttpHandler
    {
        ConnectTimeout = connectTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10),
        // The names of the endpoints change their addresses now and then.
        PooledConnectionLifetime = TimeSpan.FromMinutes(30),
        AllowAutoRedirect = false,
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LongestAnswer,
    };

    /// <summary>Why a request had no answer, for people.</summary>
    public static string Explain(Exception e)
    {
        while (e.InnerException is { } inner and (HttpRequestException or IOException or SocketException or System.Security.Authentication.AuthenticationException))
        {
            e = inner;
        }

        return e.Message;
    }
}
