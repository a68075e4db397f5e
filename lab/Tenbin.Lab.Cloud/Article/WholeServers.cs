using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Servers;

namespace Tenbin.Lab.Cloud.Article;

/// <summary><see cref="ArticleServing.Whole"/>: each machine set up as its operator would, by <c>tenbin real-server</c>.</summary>
internal sealed class WholeServers : IArticleServers
{
    private static readonly string[] s_web = ["web01", "web02", "dlv01", "dlv02"], s_databases = ["db01", "db02"];
    private WebCertificate? _certificate;

    public VpcBuilder AddTo(VpcBuilder plan) => plan
        .Instance(new("dlv01", "172.18.1.35"))
        .Instance(new("dlv02", "172.18.1.36"))
        .Elastic(ArticlePair.DeliveryElasticIp);

    public string Config(Vpc vpc, ArticlePlaces places)
    {
        var files = new ArticleFiles(vpc.Network.Directory);
        _certificate = WebCertificate.Create(
            vpc.Network.Directory, ArticleFiles.ServerName, ArticlePair.ElasticIp, ArticlePair.DeliveryElasticIp);
        SecretFile.Write(files.Password, "lab-secret\n");
        return $$"""
            aws: { endpoint: {{ArticlePlaces.Origin(places.Api)}} }
            cluster:
              key-file: {{places.KeyFile}}
              nodes: { lvs01: 172.18.1.23, lvs02: 172.18.1.25 }
              witness: { type: etcd, endpoints: [{{ArticlePlaces.Origin(places.Witness)}}] }
            groups:
              {{ArticlePair.Group}}:
                addresses:
                  - { ip: {{ArticlePair.WebAddress}}/24, mover: aws-private-ip, elastic-ip: {{ArticlePair.ElasticIp}} }
                  - { ip: {{ArticlePair.DeliveryAddress}}/24, mover: aws-private-ip, elastic-ip: {{ArticlePair.DeliveryElasticIp}} }
                  - { ip: {{ArticlePair.DbAddress}}/24, mover: aws-private-ip }
            services:
            {{Web("web", ArticlePair.WebAddress, "172.18.1.33, 172.18.1.34")}}
            {{Web("delivery", ArticlePair.DeliveryAddress, "172.18.1.35, 172.18.1.36")}}
              db-read:
                listen: {{ArticlePair.DbAddress}}:{{ArticlePair.DbPort}}/tcp
                forward: dsr
                scheduler: wrr
                persistence: { for: 300s }
                servers: [172.18.1.220, 172.18.1.221]
                check: { type: mysql, user: {{ArticleFiles.Reader}}, password-file: {{files.Password}}, database: shop, query: SELECT 1 FROM item }

            """;
    }

    public async Task Start(Vpc vpc, string configFile, ICollection<IAsyncDisposable> started)
    {
        await Task.WhenAll(s_web.Concat(s_databases).Select(async name =>
            (await vpc[name].Machine.RealServer("setup", "--config", configFile)).Checked()));
        var password = (await File.ReadAllTextAsync(new ArticleFiles(vpc.Network.Directory).Password)).Trim();
        await Task.WhenAll(
            Start(s_web, async name => await NginxServer.Start(vpc[name].Machine, 80, 443, _certificate!)),
            Start(s_databases, async name => await Database(vpc[name].Machine, password)));

        Task Start(IEnumerable<string> names, Func<string, Task<IAsyncDisposable>> start) => Task.WhenAll(names.Select(async name =>
        {
            var server = await start(name);
            lock (started)
            {
                started.Add(server);
            }
        }));
    }

    /// <summary>What both databases hold, and who may read it.</summary>
    private static async Task<IAsyncDisposable> Database(Machine machine, string password)
    {
        var database = await MariaDbServer.Start(machine, ArticlePair.DbPort);
        await database.AddUser(ArticleFiles.Reader, password);
        await database.Run(
            "CREATE DATABASE shop; CREATE TABLE shop.item (id INT PRIMARY KEY, name VARCHAR(40)); INSERT INTO shop.item VALUES (1, 'balance'), (2, 'beam'); "
            + $"GRANT SELECT ON shop.* TO '{ArticleFiles.Reader}'@'%'");
        return database;
    }

    private string Web(string name, string address, string servers) =>
        $$"""
          {{name}}:
            listen: {{address}}:80/tcp
            forward: nat
            scheduler: wlc
            servers: [{{servers}}]
            check: { type: http, path: /check.html, expect: OK }
          {{name}}-tls:
            listen: {{address}}:443/tcp
            forward: nat
            scheduler: wlc
            servers: [{{servers}}]
            check: { type: https, path: /check.html, expect: OK, server-name: {{ArticleFiles.ServerName}}, ca-file: {{_certificate!.AuthorityFile}} }
        """;
}
