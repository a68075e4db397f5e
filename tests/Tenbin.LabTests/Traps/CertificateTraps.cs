using System.Security.Cryptography.X509Certificates;
using Tenbin.Lab;
using Xunit;

namespace Tenbin.LabTests.Traps;

/// <summary>TLS is the real servers' own: their certificates live on each of them.</summary>
public sealed class CertificateTraps
{
    private const string Shop = "shop.example", Blog = "blog.example", Service = """
        services:
          web:
            listen: 172.18.1.199:443/tcp
            forward: nat
            scheduler: rr
            servers: [172.18.1.33, 172.18.1.34]
            check: { type: tcp, every: 250ms, timeout: 250ms, fall: 2, rise: 1 }

        """;

    /// <summary>Renewed on one server and forgotten on the other: a check by TCP sees nothing, clients fail by turns.</summary>
    [Fact]
    public async Task Trap15_certificate_that_was_renewed_on_one_server_only_fails_clients_by_turns()
    {
        using var authority = new TestCertificates();
        await using var lone = await LoneDirector.Start();
        await using var first = TlsServer.Start(lone.Vpc["web01"].Machine, 443);
        await using var second = TlsServer.Start(lone.Vpc["web02"].Machine, 443);
        var (renewed, old) = (authority.Issue(Shop, days: 90), authority.Issue(Shop, days: -1));
        (first.Certificates, second.Certificates) = (All(renewed), All(old));
        await lone.Reload(Service);
        var client = await Client.Create(lone, authority);

        var answers = await client.Get(Shop, 6);
        Assert.Equal(["", "web01"], answers.Distinct().Order(StringComparer.Ordinal));
        Assert.All((await lone.Director.Status())["web"].Servers, server => Assert.Equal("up", server.State));
        Assert.Contains("172.18.1.34:443", Assert.Single(await lone.Director.Finds("tls.out-of-time")).Wrong, StringComparison.Ordinal);

        second.Certificates = All(renewed);
        Assert.Equal(["web01", "web02"], (await client.Get(Shop, 6)).Distinct().Order(StringComparer.Ordinal));
        await lone.Director.FindsNo("tls.out-of-time");
    }

    [Fact]
    public async Task Trap15_certificate_of_another_site_on_one_server_is_named()
    {
        using var authority = new TestCertificates();
        await using var lone = await LoneDirector.Start();
        await using var first = TlsServer.Start(lone.Vpc["web01"].Machine, 443);
        await using var second = TlsServer.Start(lone.Vpc["web02"].Machine, 443);
        (first.Certificates, second.Certificates) = (All(authority.Issue(Shop, days: 90)), All(authority.Issue(Blog, days: 90)));
        await lone.Reload(Service);
        var client = await Client.Create(lone, authority);
        Assert.Equal(["", "web01"], (await client.Get(Shop, 6)).Distinct().Order(StringComparer.Ordinal));
        await lone.Director.Finds("tls.certificates-differ");

        // Several certificates once needed several addresses; today the client says which one it wants, and the bytes pass as they are.
        var both = new Dictionary<string, X509Certificate2> { [""] = authority.Issue(Shop, days: 90), [Blog] = authority.Issue(Blog, days: 90) };
        (first.Certificates, second.Certificates) = (both, both);
        foreach (var host in new[] { Shop, Blog })
        {
            Assert.Equal(["web01", "web02"], (await client.Get(host, 6)).Distinct().Order(StringComparer.Ordinal));
        }

        await lone.Director.FindsNo("tls.certificates-differ");
    }

    private static Dictionary<string, X509Certificate2> All(X509Certificate2 certificate) => new() { [""] = certificate };

    /// <summary>curl on the Internet, which trusts the test's authority alone.</summary>
    private sealed record Client(Machine Machine, string AuthorityFile)
    {
        public static async Task<Client> Create(LoneDirector lone, TestCertificates authority)
        {
            var client = new Client(lone.Client, Path.Combine(lone.Client.Directory, "authority.pem"));
            await File.WriteAllTextAsync(client.AuthorityFile, authority.Pem);
            return client;
        }

        /// <summary>Who answered each request; "" = the certificate was refused.</summary>
        public async Task<IReadOnlyList<string>> Get(string host, int count)
        {
            const int refused = 60;
            var answers = new List<string>();
            for (var number = 0; number < count; number++)
            {
                var result = await Machine.Run(
                    "curl", "--silent", "--noproxy", "*", "--max-time", "5", "--cacert", AuthorityFile, "--resolve", $"{host}:443:203.0.113.10", $"https://{host}/");
                Assert.True(result.ExitStatus is 0 or refused, result.ToString());
                answers.Add(result.Output);
            }

            return answers;
        }
    }
}
