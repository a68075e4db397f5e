using System.Collections.Immutable;
using Tenbin.Model;

namespace Tenbin.Director.Doctor.Certificates;

/// <summary>What a real server showed to a client that wanted TLS.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Server">The real server.</param>
/// <param name="Certificate">Its certificate; null when it took the connection and made no TLS of it.</param>
internal sealed record ShownCertificate(string Service, ServerAddress Server, CertificateFacts? Certificate);

/// <summary>A certificate, as far as it matters here.</summary>
/// <param name="Names">Hosts that it is for, in order; the subject where there are none.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="NotBefore">Valid from.</param>
/// <param name="NotAfter">Valid until.</param>
internal sealed record CertificateFacts(ImmutableArray<string> Names, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>Clients could not tell it from the other, but for its dates and key.</summary>
    public bool IsFor(CertificateFacts other) => Issuer == other.Issuer && Names.SequenceEqual(other.Names, StringComparer.OrdinalIgnoreCase);
}
