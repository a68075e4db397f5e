using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Probes;

/// <summary>Secures the connection of one check, and says what is wrong with the server's certificate.</summary>
internal sealed class TlsHandshake(Stream transport, string name, TlsCheck tls, TrustedAuthorities authorities)
{
    private string? _badCertificate;

    /// <summary>The secured stream, once no fault was found; owns the transport.</summary>
    public SslStream Secured { get; } = new(transport);

    public async ValueTask<string?> FindFaultAsync(CancellationToken deadline)
    {
        try
        {
            await Secured.AuthenticateAsClientAsync(Options(), deadline).ConfigureAwait(false);
            return null;
        }
        catch (AuthenticationException e)
        {
            return _badCertificate ?? $"TLS handshake failed: {(e.InnerException ?? e).Message}";
        }
        catch (Exception e) when (e is CryptographicException or UnauthorizedAccessException or FileNotFoundException
            or DirectoryNotFoundException)
        {
            return $"its certificate cannot be verified, ca-file {tls.CaFile} cannot be read: {e.Message}";
        }
        catch (IOException) when (!deadline.IsCancellationRequested)
        {
            return "connection closed during the TLS handshake";
        }
    }

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = name,
        // A resumed session would show an old certificate.
        AllowTlsResume = false,
        CertificateChainPolicy = tls.Verify ? Policy() : null,
        RemoteCertificateValidationCallback = Accept,
    };

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            // A check speaks to the real server and to nobody else.
            DisableCertificateDownloads = true,
        };
        if (tls.CaFile is { } file)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities.Read(file));
        }
        return policy;
    }

    private bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (tls.Verify)
        {
            _badCertificate = CertificateFault.Of(certificate as X509Certificate2, chain, errors, name, tls.CaFile);
        }
        return _badCertificate is null;
    }
}
