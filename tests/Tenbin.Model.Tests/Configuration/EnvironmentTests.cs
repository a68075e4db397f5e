using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

public sealed class EnvironmentTests
{
    private const string Text = """
        services:
          web:
            listen: ${VIP}:80/tcp
            forward: ${FORWARD}
            servers: ["${NET}.33-34", { address: "${NET}.35", weight: "${WEIGHT}" }]
            check: { type: http, expect: "${WORD} costs $5, $${WORD}" }
        """;

    [Fact]
    public void Fills_in_every_kind_of_value()
    {
        var web = Loading.Valid(Text, ("VIP", "10.0.0.1"), ("FORWARD", "nat"), ("NET", "10.0.0"), ("WEIGHT", "7"), ("WORD", "tea")).Services[0];
        Assert.Equal("10.0.0.1:80/tcp", web.Listen.ToString());
        Assert.Equal(["10.0.0.33:80", "10.0.0.34:80", "10.0.0.35:80"], web.Servers.Select(s => s.Address.ToString()));
        Assert.Equal(7, web.Servers[2].Weight);
        Assert.Equal("tea costs $5, ${WORD}", Assert.IsType<HttpCheck>(web.Servers[0].Check).Expect);
    }

    [Fact]
    public void Tells_of_a_variable_that_is_not_set() => Assert.Contains(
        "t.yaml:3:13: service 'web': 'listen: ${VIP}:80/tcp' needs the environment variable VIP, which is not set; set it for the director, or write the value here",
        Loading.Errors(Text));

    [Theory]
    [InlineData("${")]
    [InlineData("${}")]
    [InlineData("${A-B}")]
    [InlineData("${1A}")]
    public void Tells_of_a_variable_without_a_name(string value) => Assert.Equal(
        [$"t.yaml:3:9: data-plane: 'hook: {value}' has a '${{' that no variable name and '}}' follow; write ${{NAME}}, or $${{ for a plain ${{"],
        Loading.Errors($"services: {{}}\ndata-plane:\n  hook: '{value}'\n"));

    [Fact]
    public void An_empty_variable_is_a_missing_value() => Assert.Contains(
        "t.yaml:4:14: service 'web': 'forward' has no value; write e.g. nat, or remove the key",
        Loading.Errors(Text, ("FORWARD", "")));

    [Fact]
    public void Invariant9_a_value_from_the_environment_is_never_shown_of_a_cluster()
    {
        const string Everywhere = """
            services: { a: { listen: "${V}:80/tcp", forward: nat, servers: [10.0.0.2] } }
            cluster:
              key-file: "${S}/"
              nodes: { a: ["${R}", "${R}"], b: "${S}" }
              port: "${S}"
              heartbeat: { every: "${T}", restart-grace: "${T}" }
              witness: { type: "${S}", endpoints: ["${S}", "http://${S}", "http://${S}:1/x"], prefix: "${S}", user: u, password-file: "/${S}" }
              without-majority: "${S}"
              gateways: ["${R}", "${G}", "${G}"]
              moves-per-hour: "${S}"
            groups:
              g:
                prefer: "${S}"
                failback: "${S}"
                addresses: ["${R}/24", "${R}", "${V}/99", "${V}/24", { ip: "${V}/24", mover: "${S}", interface: "${S}/" }]
                scripts: ["${S}", { path: "${S}", type: "${S}", timeout: "${S}" }, { path: "/${S}", every: "${T}", parameters: { a: b } }]
                track: ["${S}", { interface: "${S}/" }, { script: "${S}", every: 1s, timeout: "${D}" }, { process: "${S}/", weight: "${S}" }]
                on-change: "${S}"
            """;
        var errors = Loading.Errors(
            Everywhere, ("S", "s3cret"), ("V", "10.77.0.1"), ("R", "10.77.0.2"), ("G", "10.77.0.3"), ("T", "277ms"), ("D", "77m"));
        Assert.True(errors.Length > 30, string.Join('\n', errors));
        Assert.All(errors, e => Assert.DoesNotContain("s3c", e, StringComparison.Ordinal));
        Assert.All(errors, e => Assert.DoesNotContain("77", e, StringComparison.Ordinal));
    }

    [Fact]
    public void Invariant9_a_value_from_the_environment_is_never_shown()
    {
        const string Everywhere = """
            data-plane:
              hook: ${S}
              interfaces: ["${S}/x", "${I}", "${I}"]
              limits: { sessions: "${S}" }
              timeouts: { tcp: "${D}" }
            services:
              a:
                listen: ${V}:80/tcp
                forward: ${S}
                scheduler: ${S}
                servers: ["${V}", "${R}", "${R}", "${S}", { address: "${R}", weight: "${S}", port: "${S}" }]
                allow-from: ["${R}/8", "${S}"]
                persistence: { for: "${S}", prefix-v4: "${S}" }
                check: { type: http, path: "${S}", expect-regex: "(${S}", host: "${S} ", status: "${S}", every: 1s, timeout: "${D}" }
                fallback: ${R}
              b:
                listen: ${V}:80/tcp
                forward: dsr
                scheduler: mh
                table-size: ${T}
                servers: ["${R}:8080"]
                check: { type: exec, command: ["${S}"], jitter: "${S}", expect-regex: "(?=${S})" }
              c:
                listen: ${S}:80/tcp
                forward: nat
                servers: ["${R}"]
                check: { type: "${S}" }
            """;
        var errors = Loading.Errors(
            Everywhere, ("S", "s3cret"), ("I", "if0s3c"), ("D", "77777h"), ("V", "10.77.0.1"), ("R", "10.77.0.2"), ("T", "1048"));
        Assert.True(errors.Length > 25, string.Join('\n', errors));
        Assert.All(errors, e => Assert.DoesNotContain("s3c", e, StringComparison.Ordinal));
        Assert.All(errors, e => Assert.DoesNotContain("77", e, StringComparison.Ordinal));
        Assert.All(errors, e => Assert.DoesNotContain("1048", e, StringComparison.Ordinal));
        Assert.All(errors, e => Assert.DoesNotContain("1049", e, StringComparison.Ordinal));
    }
}
