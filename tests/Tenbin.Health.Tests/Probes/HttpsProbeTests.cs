using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tenbin.Health.Probes;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Health.Tests.Probes;

public sealed class HttpsProbeTests : IDisposable
{
    private readonly TestAuthority _authority = new("Tenbin test CA");
    private readonly HttpProbe _probe = new(TimeProvider.System);
    private string? _sni;

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_certificate_of_the_pinned_authority_is_accepted()
    {
        using X509Certificate2 certificate = _authority.Issue(["www.example.com"]);
        await using ScriptedServer server = Serve(certificate);

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Check() with { Expect = "OK" });

        Assert.Null(result.Fault);
        Assert.Equal("www.example.com", _sni);
    }

    [Fact]
    public async Task Server_name_goes_before_host_for_sni_and_verification()
    {
        using X509Certificate2 certificate = _authority.Issue(["internal.example.com"]);
        await using ScriptedServer server = Serve(certificate);
        HttpCheck check = Check();

        ProbeResult result = await _probe.CheckAsync(
            server.EndPoint, check with { Tls = check.Tls! with { ServerName = "internal.example.com" } });

        Assert.Null(result.Fault);
        Assert.Equal("internal.example.com", _sni);
    }

    [Fact]
    public async Task Without_a_name_the_certificate_must_be_for_the_address()
    {
        using X509Certificate2 certificate = _authority.Issue(["127.0.0.1"]);
        await using ScriptedServer server = Serve(certificate);

        Assert.Null((await _probe.CheckAsync(server.EndPoint, Check() with { Host = null })).Fault);
    }

    [Fact]
    public async Task A_wrong_name_is_named()
    {
        using X509Certificate2 certificate = _authority.Issue(["a.example.com", "b.example.com"]);
        await using ScriptedServer server = Serve(certificate);

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Check());

        Assert.Equal("its certificate is for a.example.com, b.example.com, not for www.example.com", result.Fault);
    }

    [Theory]
    [InlineData(-20, -10, "expired on")]
    [InlineData(10, 20, "is not valid before")]
    public async Task A_certificate_out_of_time_is_refused(int from, int to, string reason)
    {
        using X509Certificate2 certificate = _authority.Issue(["www.example.com"], from, to);
        await using ScriptedServer server = Serve(certificate);

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Check());

        Assert.StartsWith($"certificate \"CN=www.example.com\" {reason} 20", result.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_authority_that_is_not_pinned_is_not_trusted()
    {
        using var other = new TestAuthority("Another CA");
        using X509Certificate2 certificate = other.Issue(["www.example.com"]);
        await using ScriptedServer server = Serve(certificate);

        ProbeResult pinned = await _probe.CheckAsync(server.EndPoint, Check());
        ProbeResult system = await _probe.CheckAsync(server.EndPoint, Check() with { Tls = new() });

        Assert.StartsWith($"its certificate is not trusted: no authority in {_authority.CaFile}", pinned.Fault, StringComparison.Ordinal);
        Assert.StartsWith("its certificate is not trusted: no authority in the system's list", system.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_can_be_turned_off()
    {
        using X509Certificate2 certificate = _authority.Issue(["other.example.com"], -20, -10);
        await using ScriptedServer server = Serve(certificate);

        Assert.Null((await _probe.CheckAsync(server.EndPoint, Check() with { Tls = new() { Verify = false } })).Fault);
    }

    [Fact]
    public async Task A_ca_file_that_cannot_be_read_is_named()
    {
        using X509Certificate2 certificate = _authority.Issue(["www.example.com"]);
        await using ScriptedServer server = Serve(certificate);

        ProbeResult result = await _probe.CheckAsync(
            server.EndPoint, Check() with { Tls = new() { CaFile = "/nonexistent/ca.pem" } });

        Assert.StartsWith("its certificate cannot be verified, ca-file /nonexistent/ca.pem cannot be read:", result.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ca_file_is_read_again_when_it_changes()
    {
        using var next = new TestAuthority("Next CA");
        using X509Certificate2 certificate = next.Issue(["www.example.com"]);
        await using ScriptedServer server = Serve(certificate);
        Assert.NotNull((await _probe.CheckAsync(server.EndPoint, Check())).Fault);

        File.Copy(next.CaFile, _authority.CaFile, overwrite: true);
        File.SetLastWriteTimeUtc(_authority.CaFile, DateTime.UtcNow.AddMinutes(1));

        Assert.Null((await _probe.CheckAsync(server.EndPoint, Check())).Fault);
    }

    [Fact]
    public async Task A_server_silent_in_the_handshake_times_out()
    {
        await using var server = new ScriptedServer((_, stop) => Task.Delay(Timeout.Infinite, stop));

        ProbeResult result = await _probe.CheckAsync(
            server.EndPoint, Check() with { Timeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal("connected, but no TLS handshake within 200 ms", result.Fault);
    }

    [Fact]
    public async Task A_server_silent_after_the_handshake_times_out()
    {
        using X509Certificate2 certificate = _authority.Issue(["www.example.com"]);
        await using ScriptedServer server = Serve(certificate, silent: true);

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Check() with { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal("request sent, but no answer within 1 s", result.Fault);
    }

    [Fact]
    public async Task A_server_that_speaks_no_tls_is_down()
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 400 Bad Request\r\n\r\n");

        ProbeResult result = await _probe.CheckAsync(
            server.EndPoint, Check() with { Timeout = TimeSpan.FromSeconds(1) });

        Assert.NotNull(result.Fault);
    }

    [Fact]
    public async Task A_server_that_closes_in_the_handshake_is_down()
    {
        await using var server = new ScriptedServer((_, _) => Task.CompletedTask);

        ProbeResult result = await _probe.CheckAsync(server.EndPoint, Check());

        Assert.Equal("connection closed during the TLS handshake", result.Fault);
    }

    private HttpCheck Check() => new()
    {
        Timeout = TimeSpan.FromSeconds(10),
        Host = "www.example.com",
        Tls = new() { CaFile = _authority.CaFile },
    };

    private ScriptedServer Serve(X509Certificate2 certificate, bool silent = false) => new(async (socket, stop) =>
    {
        using var tls = new SslStream(new NetworkStream(socket));
        try
        {
            await tls.AuthenticateAsServerAsync(
                (_, hello, _, _) =>
                {
                    _sni = hello.ServerName;
                    return new(new SslServerAuthenticationOptions { ServerCertificate = certificate });
                },
                null, stop);
        }
        catch (AuthenticationException)
        {
            return;
        }
        await ScriptedServer.ReadHeadAsync(tls, stop);
        if (silent)
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        await tls.WriteAsync(Encoding.ASCII.GetBytes(ScriptedServer.Ok("OK")), stop);
        await ScriptedServer.DrainAsync(tls, stop);
    });
}
