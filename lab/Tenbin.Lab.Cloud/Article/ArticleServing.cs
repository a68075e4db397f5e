namespace Tenbin.Lab.Cloud.Article;

/// <summary>How much of the article's system runs behind the directors.</summary>
public enum ArticleServing
{
    /// <summary>Sessions of <see cref="Servers.PeerServer"/> on two web servers and two databases: up at once, and as many as a test wants.</summary>
    Sessions,

    /// <summary>All of it: nginx with TLS on two web and two delivery servers, MariaDB, an operator's file.</summary>
    Whole,
}
