using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Doctor.Certificates;

/// <summary>The certificates of the real servers behind services for TLS: those on port 443, or with a check of type https.</summary>
public sealed class CertificateSource : IDoctorSource
{
    private const int Https = 443, Abreast = 32;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => "certificates";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(DoctorContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.MayProbe)
        {
            return [];
        }

        var shown = new ConcurrentBag<ShownCertificate>();
        await Parallel.ForEachAsync(
            Wanted(context.Config),
            new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = cancellation },
            async (one, stop) =>
            {
                if (await AskAsync(one.Service, one.Server, context.Time, stop).ConfigureAwait(false) is { } answer)
                {
                    shown.Add(answer);
                }
            }).ConfigureAwait(false);
        return [.. CertificateChecks.Find([.. shown.OrderBy(one => one.Service, StringComparer.Ordinal).ThenBy(one => $"{one.Server}", StringComparer.Ordinal)], context.Time.GetUtcNow())];
    }

    private static IEnumerable<(VirtualService Service, RealServer Server)> Wanted(TenbinConfig config) =>
        from service in config.Services
        where service.Listen.Protocol == Protocol.Tcp
        from server in service.Servers
        where service.Listen.Port == Https || server.Check is HttpCheck { Tls: not null }
        select (service, server);

    /// <summary>Null when it does not even take the connection: that is for its check to tell.</summary>
    private static async Task<ShownCertificate?> AskAsync(VirtualService service, RealServer server, TimeProvider time, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var client = new TcpClient(server.Address.Address.AddressFamily);
        try
        {
            await client.ConnectAsync(server.Address.Address, server.Address.Port, deadline.Token).ConfigureAwait(false);
            return new ShownCertificate(service.Name, server.Address, await ReadAsync(client.GetStream(), NameFor(server), deadline.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<CertificateFacts?> ReadAsync(NetworkStream stream, string name, CancellationToken deadline)
    {
        var secured = new SslStream(stream);
        await using var _ = secured.ConfigureAwait(false);
        try
        {
            await secured.AuthenticateAsClientAsync(
                // It is looked at, whatever is wrong with it; nothing is sent over the connection.
                new SslClientAuthenticationOptions { TargetHost = name, AllowTlsResume = false, RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
                deadline).ConfigureAwait(false);
            return secured.RemoteCertificate is X509Certificate2 certificate ? Read(certificate) : null;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return null;
        }
    }

    private static string NameFor(RealServer server) =>
        server.Check is HttpCheck http ? http.Tls?.ServerName ?? http.Host?.Split(':')[0] ?? $"{server.Address.Address}" : $"{server.Address.Address}";

    private static CertificateFacts Read(X509Certificate2 certificate)
    {
        ImmutableArray<string> names =
        [
            .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => $"{address}"))).Order(StringComparer.OrdinalIgnoreCase),
        ];
        return new CertificateFacts(names.IsEmpty ? [certificate.Subject] : names, certificate.Issuer, certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
    }
}
