using Tenbin.Lab.Servers;

namespace Tenbin.Lab.Cloud.Article;

/// <summary>What <see cref="ArticleServing.Whole"/> keeps in files, and the names in them.</summary>
/// <param name="directory">The lab's.</param>
internal sealed class ArticleFiles(string directory)
{
    /// <summary>In the web servers' certificate.</summary>
    public const string ServerName = "www.example.com";

    /// <summary>The databases' account, which may only read.</summary>
    public const string Reader = "tenbin";

    /// <summary>Whom clients trust.</summary>
    public string Authority => Path.Combine(directory, WebCertificate.AuthorityName);

    /// <summary>Of <see cref="Reader"/>.</summary>
    public string Password => Path.Combine(directory, "mysql.pw");
}
