using Tenbin.Lab.Cloud.Topology;

namespace Tenbin.Lab.Cloud.Article;

/// <summary>The servers behind the directors, and what the directors' file says of them.</summary>
internal interface IArticleServers
{
    /// <summary>Adds the instances and Elastic IPs that the article's topology lacks.</summary>
    VpcBuilder AddTo(VpcBuilder plan);

    /// <summary>The directors' file; makes the files that it names.</summary>
    string Config(Vpc vpc, ArticlePlaces places);

    /// <summary>Sets them up and starts them.</summary>
    /// <param name="vpc">Where.</param>
    /// <param name="configFile">The directors' file.</param>
    /// <param name="started">Gets what is to be disposed of; also what was started before a failure.</param>
    Task Start(Vpc vpc, string configFile, ICollection<IAsyncDisposable> started);
}

/// <summary>What the directors' file says of its surroundings.</summary>
/// <param name="KeyFile">The cluster's key.</param>
/// <param name="Api">EC2's endpoint in the VPC.</param>
/// <param name="Witness">etcd.</param>
internal sealed record ArticlePlaces(string KeyFile, Uri Api, Uri Witness)
{
    /// <summary>Without the slash at the end, and with the port.</summary>
    public static string Origin(Uri url) => $"\"{url.Scheme}://{url.Host}:{url.Port}\"";
}
