using System.Globalization;
using Tenbin.Lab;

namespace Tenbin.Demo.Small;

/// <summary>The configuration file of the small demo.</summary>
internal sealed class SmallConfig(Site site)
{
    public string NatUrl { get; } = $"http://{site.NatV4}:80/";

    public string DsrUrl { get; } = $"http://{site.DsrV4}:80/";

    public string Text(int weightOfDsr1 = 1) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        services:
          web-nat:
            listen: {{site.NatV4}}:80/tcp
            forward: nat
            scheduler: rr
            servers: [{{site.NatServer(1)}}, {{site.NatServer(2)}}]
            check: { type: http, path: /check.html, expect: OK, every: 250ms, timeout: 200ms, fall: 2, rise: 2 }
          web-dsr:
            listen: {{site.DsrV4}}:80/tcp
            forward: dsr
            scheduler: wrr
            servers: [{ address: {{site.DsrServer(1)}}, weight: {{weightOfDsr1}} }, {{site.DsrServer(2)}}]
            check: { type: http, path: /check.html, expect: OK, every: 250ms, timeout: 200ms, fall: 2, rise: 2 }

        """);
}
