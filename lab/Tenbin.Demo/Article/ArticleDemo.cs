using Tenbin.Cli.Screen;
using Tenbin.Demo.Performing;

namespace Tenbin.Demo.Article;

/// <summary><c>./demo</c>: the article's system with Tenbin on both directors, a crash, and a planned failback.</summary>
internal static class ArticleDemo
{
    public static async Task<int> Run(Terminal terminal)
    {
        var record = new ArticleRecord();
        var sight = new ArticleSight(record.Traffic);
        var ending = await Performance.Run(terminal, sight, stage => ArticlePlay.Run(record, sight, stage));
        return ending == Ending.Interrupted ? Program.Interrupted : ArticleSummary.Write(terminal, record, ending);
    }
}
