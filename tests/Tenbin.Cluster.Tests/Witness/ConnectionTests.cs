using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tenbin.Cluster.Witness;
using Tenbin.Cluster.Witness.Etcd;
using Tenbin.Model.Configuration;
using Xunit;
using static Tenbin.Cluster.Tests.Witness.RegisterTest;

namespace Tenbin.Cluster.Tests.Witness;

/// <summary>Over real connections, to servers that behave as told.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Invariant6_a_write_whose_kept_connection_closes_without_an_answer_is_not_sent_again()
    {
        await using var server = new CannedServer(null, CannedServer.Ok(Replies.Succeeded));
        using var register = At(server.Url);
        await register.Write(Group, Value, 0, Patient).Written();

        string reason = await register.Write(Group, Value, 9, Patient).Unknown();

        Assert.Contains("no answer", reason);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task Invariant6_nor_is_it_sent_to_another_endpoint()
    {
        await using var first = new CannedServer(null);
        await using var second = new CannedServer(null, CannedServer.Ok(Replies.Succeeded));
        using var register = At(first.Url, second.Url);

        await register.Write(Group, Value, 0, Patient).Unknown();

        Assert.Equal((1, 0), (first.Requests, second.Requests));
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var elsewhere = new CannedServer(null, CannedServer.Ok(Replies.Succeeded));
        await using var server = new CannedServer(null, CannedServer.Redirect(elsewhere.Url));
        using var register = At(server.Url);

        Assert.Contains("307", await register.Write(Group, Value, 0, Patient).Unknown());
        Assert.Equal(0, elsewhere.Requests);
    }

    [Fact]
    public async Task A_refused_connection_is_passed_over()
    {
        await using var server = new CannedServer(null, CannedServer.Ok(Replies.Succeeded));
        using var nobody = new Socket(SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var register = At(new($"http://127.0.0.1:{((IPEndPoint)nobody.LocalEndPoint!).Port}"), server.Url);

        Assert.Equal(9, await register.Write(Group, Value, 0, Patient).Written());
    }

    [Fact]
    public async Task An_endpoint_that_does_not_take_the_connection_in_time_is_passed_over()
    {
        await using var server = new CannedServer(null, CannedServer.Ok(Replies.Succeeded));
        using var full = new Backlog();
        using var register = new EtcdRegister(
            new WitnessSettings([full.Url, server.Url]), "site-a", TimeSpan.FromMilliseconds(50), TimeProvider.System, new ListLog());

        Assert.Equal(9, await register.Write(Group, Value, 0, Patient).Written());
        Assert.Equal(server.Url, register.Health.Endpoint);
    }

    [Fact]
    public async Task Https_needs_a_certificate_that_the_system_trusts()
    {
        using X509Certificate2 certificate = SelfSigned();
        await using var server = new CannedServer(certificate, CannedServer.Ok(Replies.Succeeded));
        using var register = At(server.Url);

        string reason = await register.Write(Group, Value, 0, Patient).Unknown();

        Assert.Contains("no TLS connection: The remote certificate is invalid", reason);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Https_works_with_a_trusted_certificate()
    {
        using X509Certificate2 certificate = SelfSigned();
        await using var server = new CannedServer(certificate, CannedServer.Ok(Replies.Succeeded));
        SocketsHttpHandler handler = EtcdHttp.Handler(TimeSpan.FromSeconds(10));
        X509ChainPolicy policy = handler.SslOptions.CertificateChainPolicy!;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(certificate);
        using var register = new EtcdRegister(new([server.Url]), "site-a", handler, TimeProvider.System, new ListLog());

        Assert.Equal(9, await register.Write(Group, Value, 0, Patient).Written());
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
