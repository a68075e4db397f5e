using System.Net;

namespace Tenbin.Lab.Cloud.Article;

/// <summary>The file of both directors of an <see cref="ArticlePair"/>.</summary>
internal static class ArticleConfig
{
    /// <summary>A server is seen down after about half a second.</summary>
    private const string Pace = "every: 250ms, timeout: 250ms, fall: 2, rise: 1";

    /// <param name="keyFile">The cluster's key.</param>
    /// <param name="api">EC2, with its port.</param>
    /// <param name="witness">etcd.</param>
    public static string Text(string keyFile, Uri api, Uri witness) =>
        $$"""
        aws: { endpoint: {{Origin(api)}}, metadata: "http://169.254.169.254:80" }
        cluster:
          key-file: {{keyFile}}
          nodes: { lvs01: 172.18.1.23, lvs02: 172.18.1.25 }
          heartbeat: { every: 100ms, dead-after: 1s }
          witness: { type: etcd, endpoints: [{{Origin(witness)}}] }
        groups:
          {{ArticlePair.Group}}:
            addresses:
              - { ip: {{ArticlePair.WebAddress}}/24, mover: aws-private-ip, elastic-ip: {{ArticlePair.ElasticIp}} }
              - { ip: {{ArticlePair.DbAddress}}/24, mover: aws-private-ip }
        services:
          web:
            listen: {{ArticlePair.WebAddress}}:80/tcp
            forward: nat
            scheduler: wlc
            servers: [172.18.1.33, 172.18.1.34]
            check: { type: http, path: /check.html, expect: OK, {{Pace}} }
          sessions:
            listen: {{ArticlePair.WebAddress}}:{{ArticlePair.SessionPort}}/tcp
            forward: nat
            servers: [172.18.1.33, 172.18.1.34]
            check: { type: tcp, {{Pace}} }
          datagrams:
            listen: {{ArticlePair.WebAddress}}:{{ArticlePair.SessionPort}}/udp
            forward: nat
            servers: [172.18.1.33, 172.18.1.34]
            check: { type: tcp, port: {{ArticlePair.SessionPort}}, {{Pace}} }
          db-read:
            listen: {{ArticlePair.DbAddress}}:{{ArticlePair.DbPort}}/tcp
            forward: dsr
            scheduler: wrr
            persistence: { for: 300s }
            servers: [172.18.1.220, { address: 172.18.1.221, weight: 2 }]
            check: { type: tcp, {{Pace}} }

        """;

    private static string Origin(Uri url) => $"\"http://{new IPEndPoint(IPAddress.Parse(url.Host), url.Port)}\"";
}
