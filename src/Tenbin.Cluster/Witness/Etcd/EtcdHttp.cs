using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Tenbin.Cluster.Witness.Etcd;

/// <summary>The HTTP client's settings: straight to the endpoint, and to nobody else.</summary>
internal static class EtcdHttp
{
    /// <summary>An answer is a few hundred bytes; one that is not from etcd must not fill the memory.</summary>
    public const int LargestAnswer = 64 * 1024;

    public static SocketsHttpHandler Handler(TimeSpan connectTimeout) => new()
    {
        ConnectTimeout = connectTimeout,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 16,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        },
    };

    /// <summary>Has no deadline of its own: each call brings one.</summary>
    public static HttpClient Client(HttpMessageHandler handler) => new(handler)
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LargestAnswer,
    };
}
