using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tenbin.Lab.Servers;

/// <summary>A web server's certificate and the authority that it comes from, in PEM files. Good for a day.</summary>
/// <param name="AuthorityFile">What clients trust.</param>
/// <param name="CertificateFile">What servers show.</param>
/// <param name="KeyFile">Its private key, mode 0600.</param>
public sealed record WebCertificate(string AuthorityFile, string CertificateFile, string KeyFile)
{
    /// <summary>Name of <see cref="AuthorityFile"/>.</summary>
    public const string AuthorityName = "authority.pem";

    /// <summary>Makes them.</summary>
    /// <param name="directory">For the files.</param>
    /// <param name="names">Host names and addresses that it is for.</param>
    public static WebCertificate Create(string directory, params IReadOnlyList<string> names)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=lab authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = request.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Request(names, key).Create(authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));

        var files = new WebCertificate(
            Path.Combine(directory, AuthorityName), Path.Combine(directory, "web.pem"), Path.Combine(directory, "web.key"));
        File.WriteAllText(files.AuthorityFile, authority.ExportCertificatePem());
        File.WriteAllText(files.CertificateFile, certificate.ExportCertificatePem());
        SecretFile.Write(files.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    private static CertificateRequest Request(IReadOnlyList<string> names, ECDsa key)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(alternatives.Build());
        return request;
    }
}
