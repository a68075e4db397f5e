using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Tenbin.Health.Probes;

/// <summary>Says why a server's certificate is not accepted.</summary>
internal static class CertificateFault
{
    /// <summary>Every reason, or null when there is none.</summary>
    public static string? Of(
        X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string name, string? caFile)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }
        if (certificate is null || chain is null)
        {
            return "the server shows no certificate";
        }
        List<string> faults = [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            faults.Add($"its certificate is for {NamesOf(certificate)}, not for {name}");
        }
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            faults.AddRange(chain.ChainStatus.Select(status => OfChain(status, chain, caFile)));
        }
        return string.Join("; ", faults.Distinct());
    }

    private static string OfChain(X509ChainStatus status, X509Chain chain, string? caFile) => status.Status switch
    {
        X509ChainStatusFlags.NotTimeValid => OutOfTime(chain),
        X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain =>
            $"its certificate is not trusted: no authority in {caFile ?? "the system's list"} issued "
            + $"\"{chain.ChainElements[^1].Certificate.Subject}\"",
        _ => $"its certificate is not valid: {status.StatusInformation.Trim()}",
    };

    private static string OutOfTime(X509Chain chain)
    {
        foreach (X509ChainElement element in chain.ChainElements)
        {
            X509Certificate2 certificate = element.Certificate;
            if (element.ChainElementStatus.Any(s => s.Status == X509ChainStatusFlags.NotTimeValid))
            {
                DateTime end = certificate.NotAfter.ToUniversalTime();
                return end < DateTime.UtcNow
                    ? $"certificate \"{certificate.Subject}\" expired on {Date(end)}"
                    : $"certificate \"{certificate.Subject}\" is not valid before {Date(certificate.NotBefore.ToUniversalTime())}";
            }
        }
        return "its certificate is out of time";
    }

    private static string Date(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string NamesOf(X509Certificate2 certificate)
    {
        string[] names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString())))];
        return names.Length > 0 ? string.Join(", ", names) : $"\"{certificate.Subject}\"";
    }
}
