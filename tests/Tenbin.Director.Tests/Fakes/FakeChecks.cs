using System.Collections.Immutable;
using Tenbin.Director.Findings;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>Checks that find what the test says. Remembers what it was told to check.</summary>
internal sealed class FakeChecks : IHealthChecks
{
    public List<TenbinConfig> Applied { get; } = [];

    public ImmutableDictionary<ServerKey, ServerFinding> Known { get; private set; } =
        ImmutableDictionary<ServerKey, ServerFinding>.Empty;

    public Action<ServerKey, ServerFinding>? Sink { get; set; }

    public void Apply(TenbinConfig config, ImmutableDictionary<ServerKey, ServerFinding> known)
    {
        Applied.Add(config);
        Known = known;
    }

    public ValueTask DisposeAsync() => default;
}
