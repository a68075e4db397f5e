using System.Collections.Immutable;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary>One run of the loader: collects the mistakes and knows the environment.</summary>
internal sealed class Reading(string file, Func<string, string?> environment)
{
    // A set: a check that many servers inherit is read for each of them, its mistakes are told once.
    private readonly HashSet<ConfigError> errors = [];

    public Func<string, string?> Environment => environment;

    public bool HasErrors => errors.Count > 0;

    public void Fail(Place place, string message) =>
        errors.Add(new ConfigError(file, place.Line, place.Column, message));

    public ImmutableArray<ConfigError> ErrorsInFileOrder() =>
        [.. errors.OrderBy(e => e.Line).ThenBy(e => e.Column).ThenBy(e => e.Message, StringComparer.Ordinal)];
}
