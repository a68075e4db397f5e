using System.Collections.Immutable;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary>One run of the loader: collects the mistakes, knows the environment and the files that the text names.</summary>
internal sealed class Reading(string file, Func<string, string?> environment, Func<string, string> readFile)
{
    // A set: a check that many servers inherit is read for each of them, its mistakes are told once.
    private readonly HashSet<ConfigError> errors = [];

    public Func<string, string?> Environment => environment;

    /// <summary>Content of a file; throws as <see cref="File"/> does.</summary>
    public Func<string, string> ReadFile => readFile;

    public bool HasErrors => errors.Count > 0;

    /// <summary>A relative path begins where the configuration file lies, not where the program was started.</summary>
    public string Resolve(string path) => Path.Combine(Path.GetDirectoryName(file) ?? "", path);

    public void Fail(Place place, string message) =>
        errors.Add(new ConfigError(file, place.Line, place.Column, message));

    public ImmutableArray<ConfigError> ErrorsInFileOrder() =>
        [.. errors.OrderBy(e => e.Line).ThenBy(e => e.Column).ThenBy(e => e.Message, StringComparer.Ordinal)];
}
