namespace Tenbin.Lab.Cloud.Article;

/// <summary>What clients of <see cref="ArticleServing.Whole"/> ask, as a <see cref="Load.LoadClient"/> wants it.</summary>
public sealed class ArticleTargets
{
    internal ArticleTargets(ArticleFiles files)
    {
        Web = new Dictionary<string, string>
        {
            ["web"] = $"http://{ArticlePair.ElasticIp}:80/",
            ["web-tls"] = $"https://{ArticlePair.ElasticIp}:443/#{files.Authority}",
            ["delivery"] = $"http://{ArticlePair.DeliveryElasticIp}:80/",
            ["delivery-tls"] = $"https://{ArticlePair.DeliveryElasticIp}:443/#{files.Authority}",
        };
        DbRead = $"mysql://{ArticleFiles.Reader}@{ArticlePair.DbRead}/?{Uri.EscapeDataString("SELECT @@report_host, name FROM shop.item ORDER BY id")}#{files.Password}";
    }

    /// <summary>From the Internet, by service.</summary>
    public IReadOnlyDictionary<string, string> Web { get; }

    /// <summary>From a web server.</summary>
    public string DbRead { get; }
}
