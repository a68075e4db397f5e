using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tenbin.Director.Doctor;
using Tenbin.Director.Doctor.Certificates;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Doctor;

public sealed class CertificateTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
    private static readonly CertificateFacts s_good = new(["shop.example", "www.shop.example"], "CN=authority", s_now.AddDays(-30), s_now.AddDays(60));

    [Fact]
    public void Certificates_that_differ_in_their_dates_alone_are_no_fault() =>
        Assert.Empty(CertificateChecks.Find([Of(33, s_good), Of(34, s_good with { NotAfter = s_now.AddDays(90), Names = ["SHOP.example", "www.shop.example"] })], s_now));

    [Fact]
    public void A_server_that_does_not_answer_or_a_service_without_TLS_is_no_fault() =>
        Assert.Empty(CertificateChecks.Find([Of(33, null), Of(34, null)], s_now));

    [Theory]
    [InlineData(-30, -1, "tls.out-of-time", "172.18.1.34:443 (service web) ended on 2026-11-23")]
    [InlineData(2, 60, "tls.out-of-time", "172.18.1.34:443 (service web) begins on 2026-11-26")]
    [InlineData(-30, 10, "tls.ends-soon", "172.18.1.34:443 (service web) ends on 2026-12-04")]
    public void Dates_are_told(int begins, int ends, string id, string words)
    {
        var found = Assert.Single(CertificateChecks.Find([Of(33, s_good), Of(34, s_good with { NotBefore = s_now.AddDays(begins), NotAfter = s_now.AddDays(ends) })], s_now));

        Assert.Equal(id, found.Id);
        Assert.Contains(words, found.Wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CN=other", "shop.example")]
    [InlineData("CN=authority", "blog.example")]
    public void Servers_of_a_service_that_differ_are_told_and_those_of_another_are_not_compared(string issuer, string name)
    {
        var other = s_good with { Issuer = issuer, Names = [name, "www.shop.example"] };
        var found = Assert.Single(CertificateChecks.Find([Of(33, s_good), Of(34, other), Of(33, other) with { Service = "blog" }], s_now));

        Assert.Equal(("tls.certificates-differ", Severity.Problem), (found.Id, found.Severity));
        Assert.Contains($"172.18.1.34:443 one for {name}, www.shop.example by {issuer}", found.Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_TLS_beside_one_with()
    {
        var found = Assert.Single(CertificateChecks.Find([Of(33, s_good), Of(34, null)], s_now));

        Assert.Equal("tls.none", found.Id);
        Assert.StartsWith("172.18.1.34:443 makes no TLS", found.Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Servers_are_asked_by_the_name_of_their_check_and_one_that_speaks_no_TLS_or_is_away_harms_nothing()
    {
        using var certificate = SelfSigned("shop.example");
        using var secured = Listen();
        using var plain = Listen();
        string? asked = null;
        var serving = ServeAsync(secured, certificate, name => asked = name);
        var closing = CloseAsync(plain);
        var port = ((IPEndPoint)secured.LocalEndpoint).Port;
        var web = new VirtualService
        {
            Name = "web",
            Listen = new ServiceAddress(IPAddress.Parse("172.18.1.199"), 8443, Protocol.Tcp),
            Servers = [.. new[] { port, ((IPEndPoint)plain.LocalEndpoint).Port, 1 }.Select(at => new RealServer
            {
                Address = new ServerAddress(IPAddress.Loopback, (ushort)at), Forward = ForwardingMethod.Nat, Check = new HttpCheck { Host = "shop.example:8443", Tls = new TlsCheck() },
            })],
        };

        var found = await new CertificateSource().ExamineAsync(Context(web, mayProbe: true), TestContext.Current.CancellationToken);

        Assert.Equal(["tls.out-of-time", "tls.none"], found.Select(one => one.Id));
        Assert.Contains($"127.0.0.1:{port}", found[0].Wrong, StringComparison.Ordinal);
        Assert.Equal("shop.example", asked);
        Assert.Empty(await new CertificateSource().ExamineAsync(Context(web, mayProbe: false), TestContext.Current.CancellationToken));
        secured.Stop();
        plain.Stop();
        await Task.WhenAll(serving, closing);
    }

    private static ShownCertificate Of(byte server, CertificateFacts? certificate) => new("web", new ServerAddress(new IPAddress([172, 18, 1, server]), 443), certificate);

    private static DoctorContext Context(VirtualService service, bool mayProbe) => new(new TenbinConfig { Services = [service] }, "/etc/tenbin/tenbin.yaml", new DirectorPaths(), null, mayProbe, TimeProvider.System);

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, Action<string> asked)
    {
        try
        {
            while (true)
            {
                await using var stream = new SslStream((await listener.AcceptTcpClientAsync()).GetStream());
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificateSelectionCallback = (_, name) =>
                    {
                        asked(name ?? "");
                        return certificate;
                    },
                });
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or AuthenticationException)
        {
            // The test is over, or the client has seen enough.
        }
    }

    private static async Task CloseAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                (await listener.AcceptTcpClientAsync()).Close();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static X509Certificate2 SelfSigned(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-20), DateTimeOffset.UtcNow.AddDays(-1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
