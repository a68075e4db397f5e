using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Tenbin.Model.Configuration;

/// <summary>A valid configuration, or every mistake found; never both (invariant 1).</summary>
public sealed class ConfigResult
{
    private ConfigResult(TenbinConfig? config, ImmutableArray<ConfigError> errors)
    {
        Config = config;
        Errors = errors;
    }

    /// <summary>The configuration; null when there are errors.</summary>
    public TenbinConfig? Config { get; }

    /// <summary>In file order; empty when the configuration is valid.</summary>
    public ImmutableArray<ConfigError> Errors { get; }

    /// <summary>True when <see cref="Config"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(Config))]
    public bool IsValid => Config is not null;

    /// <summary>A valid configuration.</summary>
    public static ConfigResult Valid(TenbinConfig config) => new(config, []);

    /// <summary>At least one mistake.</summary>
    /// <exception cref="ArgumentException"><paramref name="errors"/> is empty.</exception>
    public static ConfigResult Invalid(ImmutableArray<ConfigError> errors) => errors.IsDefaultOrEmpty
        ? throw new ArgumentException("An invalid configuration needs an error.", nameof(errors))
        : new(null, errors);
}
