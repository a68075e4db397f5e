using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>One pair with a witness of three members and several servers behind each method, for the tests of what outlives a fault.</summary>
public sealed class PairWithServers : IAsyncLifetime
{
    private WatchedPair? _pair;

    public WatchedPair Pair => _pair!;

    public async ValueTask InitializeAsync() => _pair = await WatchedPair.Start(witnesses: 3, servers: 2);

    public ValueTask DisposeAsync() => _pair?.DisposeAsync() ?? ValueTask.CompletedTask;
}

[CollectionDefinition(Name)]
public sealed class PairWithServersGroup : ICollectionFixture<PairWithServers>
{
    public const string Name = "pair with servers";
}
