using Tenbin.Lab.Cloud.Article;
using Xunit;

namespace Tenbin.LabTests.Cloud;

/// <summary>One article's pair for all classes that leave its faults behind for the next to mend.</summary>
public sealed class ArticleFixture : IAsyncLifetime
{
    private ArticlePair? _pair;

    public ArticlePair Pair => _pair!;

    public async ValueTask InitializeAsync() => _pair = await ArticlePair.Start();

    public ValueTask DisposeAsync() => _pair?.DisposeAsync() ?? ValueTask.CompletedTask;
}

[CollectionDefinition(Name)]
public sealed class ArticleGroup : ICollectionFixture<ArticleFixture>
{
    public const string Name = "article";
}
