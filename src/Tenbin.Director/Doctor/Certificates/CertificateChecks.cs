using System.Globalization;

namespace Tenbin.Director.Doctor.Certificates;

/// <summary>
/// Certificates live on every real server of a layer-4 service, and each is renewed by itself: one that was forgotten meets
/// only some clients, by turns. Pure.
/// </summary>
internal static class CertificateChecks
{
    private static readonly TimeSpan s_soon = TimeSpan.FromDays(14);

    /// <param name="shown">Of all services.</param>
    /// <param name="now">Wall time.</param>
    public static IEnumerable<Finding> Find(IReadOnlyCollection<ShownCertificate> shown, DateTimeOffset now) =>
        shown.GroupBy(one => one.Service).SelectMany(service => (IEnumerable<Finding>)[.. OutOfTime(service, now), .. Different(service), .. Plain(service)]);

    private static IEnumerable<Finding> OutOfTime(IEnumerable<ShownCertificate> service, DateTimeOffset now)
    {
        foreach (var one in service)
        {
            if (one.Certificate is not { } certificate)
            {
                continue;
            }

            if (certificate.NotAfter < now || certificate.NotBefore > now)
            {
                yield return new Finding(
                    "tls.out-of-time", Severity.Problem,
                    $"the certificate of {one.Server} (service {one.Service}) {(certificate.NotAfter < now ? $"ended on {Day(certificate.NotAfter)}" : $"begins on {Day(certificate.NotBefore)}")}")
                {
                    Shows = "clients that are sent to this server are refused by their browser, the others not: the fault comes and goes",
                    Mend = $"put the valid certificate and its key on {one.Server.Address}; a check of type https, which verifies it, would take the server out instead",
                };
            }
            else if (certificate.NotAfter < now + s_soon)
            {
                yield return new Finding("tls.ends-soon", Severity.Caution, $"the certificate of {one.Server} (service {one.Service}) ends on {Day(certificate.NotAfter)}")
                {
                    Shows = "from then on clients that are sent to this server are refused by their browser",
                    Mend = $"renew it on {one.Server.Address}",
                };
            }
        }
    }

    private static IEnumerable<Finding> Different(IGrouping<string, ShownCertificate> service)
    {
        var kinds = new List<(CertificateFacts Certificate, List<string> Servers)>();
        foreach (var one in service.Where(one => one.Certificate is not null))
        {
            var at = kinds.FindIndex(kind => kind.Certificate.IsFor(one.Certificate!));
            if (at < 0)
            {
                kinds.Add((one.Certificate!, []));
                at = kinds.Count - 1;
            }

            kinds[at].Servers.Add(one.Server.ToString());
        }

        if (kinds.Count > 1)
        {
            yield return new Finding(
                "tls.certificates-differ", Severity.Problem,
                $"the real servers of service {service.Key} show different certificates: {string.Join("; ", kinds.Select(kind => $"{string.Join(", ", kind.Servers)} one for {string.Join(", ", kind.Certificate.Names)} by {kind.Certificate.Issuer}"))}")
            {
                Shows = "a client meets one or the other, as it is balanced: some are refused by their browser",
                Mend = "put the same certificate and key on every real server of the service",
            };
        }
    }

    private static IEnumerable<Finding> Plain(IGrouping<string, ShownCertificate> service) =>
        from one in service
        where one.Certificate is null && service.Any(other => other.Certificate is not null)
        select new Finding("tls.none", Severity.Problem, $"{one.Server} makes no TLS, as other real servers of service {service.Key} do")
        {
            Shows = "clients that are sent to this server see an error of TLS",
            Mend = $"set TLS up on {one.Server.Address}, with the certificate and key of the others",
        };

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
