using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace Tenbin.Health.Probes;

/// <summary>The authorities in each <c>ca-file</c>, read again when the file changes.</summary>
internal sealed class TrustedAuthorities
{
    private readonly ConcurrentDictionary<string, (DateTime Written, X509Certificate2Collection Certificates)> _files = new();

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it be.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It holds no certificate, or a broken one.</exception>
    public X509Certificate2Collection Read(string path)
    {
        DateTime written = File.GetLastWriteTimeUtc(path);
        if (_files.TryGetValue(path, out var known) && known.Written == written)
        {
            return known.Certificates;
        }
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        if (certificates.Count == 0)
        {
            throw new System.Security.Cryptography.CryptographicException("it holds no PEM certificate");
        }
        _files[path] = (written, certificates);
        return certificates;
    }
}
