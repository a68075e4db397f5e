using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tenbin.LabTests.Traps;

/// <summary>An authority of the test's own, and certificates by it.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<X509Certificate2> _issued = [];
    private readonly X509Certificate2 _root;

    public TestCertificates()
    {
        var request = new CertificateRequest("CN=Test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(2));
    }

    public string Pem => _root.ExportCertificatePem();

    /// <summary>For a host, valid until so many days from now.</summary>
    public X509Certificate2 Issue(string host, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(_root, DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddDays(days), RandomNumberGenerator.GetBytes(8));
        using var whole = bare.CopyWithPrivateKey(key);
        var issued = X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
        _issued.Add(issued);
        return issued;
    }

    public void Dispose()
    {
        foreach (var certificate in _issued)
        {
            certificate.Dispose();
        }

        _root.Dispose();
        _key.Dispose();
    }
}
