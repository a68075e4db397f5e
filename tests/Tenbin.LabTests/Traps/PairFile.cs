using System.Net;
using Tenbin.Lab.Cloud.Topology;

namespace Tenbin.LabTests.Traps;

/// <summary>The file of a <see cref="TrapPair"/>, right unless told otherwise.</summary>
internal sealed record PairFile
{
    public const string Group = "front";

    /// <summary>Of both addresses.</summary>
    public string Mover { get; init; } = "aws-private-ip";

    /// <summary>Further keys of the web service's address.</summary>
    public string WebAddress { get; init; } = "";

    /// <summary>Further keys of <c>aws</c>.</summary>
    public string Aws { get; init; } = "";

    /// <summary>Real servers of the web service.</summary>
    public string WebServers { get; init; } = "172.18.1.33, 172.18.1.34";

    public string Text(TrapPair pair)
    {
        var api = new IPEndPoint(IPAddress.Parse((pair.Vpc.ApiInVpc ?? Vpc.ApiUri).Host), 80);
        const string check = "check: { type: tcp, every: 250ms, timeout: 250ms, fall: 2, rise: 1 }";
        // Without a mover of AWS's the section is refused.
        var aws = Mover == "local" ? "" : $"aws: {{ endpoint: \"http://{api}\", metadata: \"http://169.254.169.254:80\"{More(Aws)} }}";
        return $$"""
            {{aws}}
            cluster:
              key-file: {{pair.KeyFile}}
              nodes: { lvs01: 172.18.1.23, lvs02: 172.18.1.25 }
              heartbeat: { every: 100ms, dead-after: 1s }
              without-majority: serve
            groups:
              {{Group}}:
                addresses:
                  - { ip: {{LoneDirector.WebAddress}}/24, mover: {{Mover}}{{(Mover == "local" ? "" : ", elastic-ip: 203.0.113.10")}}{{More(WebAddress)}} }
                  - { ip: {{LoneDirector.DbAddress}}/24, mover: {{Mover}} }
            services:
              web:
                listen: {{LoneDirector.WebAddress}}:7000/udp
                forward: nat
                servers: [{{WebServers}}]
                {{check}}
              db:
                listen: {{LoneDirector.DbAddress}}:7000/udp
                forward: dsr
                servers: [172.18.1.220, 172.18.1.221]
                allow-from: 172.18.0.0/16
                {{check}}

            """;
    }

    private static string More(string keys) => keys.Length == 0 ? "" : $", {keys}";
}
