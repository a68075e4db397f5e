using System.Net;

namespace Tenbin.Lab.Pairs;

/// <summary>The file of both directors of a <see cref="PairSite"/>.</summary>
public sealed record PairConfig
{
    /// <summary>A server is seen down after about half a second.</summary>
    private const string Check = "{ type: tcp, port: 7000, every: 250ms, timeout: 250ms, fall: 2, rise: 1 }";

    /// <summary>Value of <c>cluster.heartbeat</c>.</summary>
    public string Heartbeat { get; init; } = "{ every: 100ms, dead-after: 400ms }";

    /// <summary>Segments that carry a link, by choice of the site; null = cross and inside.</summary>
    public Func<PairSite, IEnumerable<Segment>>? Links { get; init; }

    /// <summary>Further keys of <c>cluster</c>, a line each, such as <c>without-majority: serve</c>.</summary>
    public IReadOnlyList<string> Cluster { get; init; } = [];

    /// <summary>Further keys of the group, a line each, such as <c>failback: auto</c>.</summary>
    public IReadOnlyList<string> Group { get; init; } = [];

    /// <summary>Whether the site's witness votes.</summary>
    public bool HasWitness { get; init; } = true;

    /// <summary>The section <c>services</c>; null = the peer servers behind nat and dsr, over TCP and UDP.</summary>
    public string? Services { get; init; }

    public string Text(PairSite site)
    {
        var links = (Links?.Invoke(site) ?? [site.Cross, site.Inside]).ToArray();
        var nodes = string.Join(", ", site.Directors.Select(director =>
            $"{director.Name}: [{string.Join(", ", links.Select(link => director.Machine.On(link).V4))}]"));
        var witness = HasWitness && site.Witness is { } etcd
            ? $"witness: {{ type: etcd, endpoints: [{string.Join(", ", etcd.Endpoints.Select(url => $"\"{url.GetLeftPart(UriPartial.Authority)}\""))}] }}"
            : "";
        return $$"""
            cluster:
              key-file: {{site.KeyFile}}
              nodes: { {{nodes}} }
              heartbeat: {{Heartbeat}}
              {{witness}}
              {{string.Join("\n  ", Cluster)}}
            groups:
              {{PairSite.Group}}:
                addresses: [{{site.NatAddress}}/24, {{site.DsrAddress}}/24, {{site.Gateway}}/24]
                {{string.Join("\n    ", Group)}}
            {{Services ?? PeerServices(site)}}

            """;
    }

    private static string PeerServices(PairSite site) =>
        "services:\n"
        + Service("nat-tcp", site.NatAddress, "tcp", "nat", site.Nat)
        + Service("nat-udp", site.NatAddress, "udp", "nat", site.Nat)
        + Service("dsr-tcp", site.DsrAddress, "tcp", "dsr", site.Dsr)
        + Service("dsr-udp", site.DsrAddress, "udp", "dsr", site.Dsr);

    private static string Service(string name, IPAddress address, string protocol, string forward, IReadOnlyList<Machine> servers) =>
        servers.Count == 0 ? "" :
        $$"""
          {{name}}:
            listen: {{address}}:{{PairSite.PeerPort}}/{{protocol}}
            forward: {{forward}}
            servers: [{{string.Join(", ", servers.Select(server => server.Nics[0].V4))}}]
            check: {{Check}}

        """;
}
