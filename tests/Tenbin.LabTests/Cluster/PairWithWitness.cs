using Xunit;

namespace Tenbin.LabTests.Cluster;

/// <summary>One pair with a witness of three members, for all classes that leave it whole.</summary>
public sealed class PairWithWitness : IAsyncLifetime
{
    private WatchedPair? _pair;

    public WatchedPair Pair => _pair!;

    public async ValueTask InitializeAsync() => _pair = await WatchedPair.Start(witnesses: 3);

    public ValueTask DisposeAsync() => _pair?.DisposeAsync() ?? ValueTask.CompletedTask;
}

[CollectionDefinition(Name)]
public sealed class PairWithWitnessGroup : ICollectionFixture<PairWithWitness>
{
    public const string Name = "pair with witness";
}
