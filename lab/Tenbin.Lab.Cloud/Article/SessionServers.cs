using System.Net;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Servers;

namespace Tenbin.Lab.Cloud.Article;

/// <summary><see cref="ArticleServing.Sessions"/>.</summary>
internal sealed class SessionServers : IArticleServers
{
    /// <summary>A server is seen down after about half a second.</summary>
    private const string Pace = "every: 250ms, timeout: 250ms, fall: 2, rise: 1";

    public VpcBuilder AddTo(VpcBuilder plan) => plan;

    public string Config(Vpc vpc, ArticlePlaces places) =>
        $$"""
        aws: { endpoint: {{ArticlePlaces.Origin(places.Api)}}, metadata: "http://169.254.169.254:80" }
        cluster:
          key-file: {{places.KeyFile}}
          nodes: { lvs01: 172.18.1.23, lvs02: 172.18.1.25 }
          heartbeat: { every: 100ms, dead-after: 1s }
          witness: { type: etcd, endpoints: [{{ArticlePlaces.Origin(places.Witness)}}] }
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

    public async Task Start(Vpc vpc, string configFile, ICollection<IAsyncDisposable> started)
    {
        foreach (var web in new[] { vpc["web01"].Machine, vpc["web02"].Machine })
        {
            await web.SetGateway(IPAddress.Parse(ArticlePair.WebAddress));
            started.Add(await NginxServer.Start(web, 80));
            started.Add(await PeerServer.Start(web, ArticlePair.SessionPort));
        }

        foreach (var db in new[] { vpc["db01"].Machine, vpc["db02"].Machine })
        {
            await db.PrepareForDsr(IPAddress.Parse(ArticlePair.DbAddress));
            started.Add(await PeerServer.Start(db, ArticlePair.DbPort));
        }
    }
}
