using System.Collections.Immutable;
using Tenbin.Model.Configuration.Fingerprints;

namespace Tenbin.Model.Configuration;

/// <summary>
/// What a file means, in eight bytes: the same on every processor and in every process, whatever its comments, its layout
/// and the order of its services and groups. Where the key file lies does not count, nor how the password file is called;
/// what it holds does.
/// </summary>
/// <param name="Whole">Of the whole file.</param>
/// <param name="Sections">Of its parts, in order of their names: <c>cluster</c>, <c>data-plane</c>, <c>group front</c>, <c>service web</c>.</param>
public sealed record ConfigFingerprint(ulong Whole, ImmutableArray<SectionFingerprint> Sections)
{
    /// <summary>Of a configuration.</summary>
    public static ConfigFingerprint Of(TenbinConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var sections = Parts(config)
            .Select(part => new SectionFingerprint(part.Name, part.Text.Hash()))
            .OrderBy(section => section.Section, StringComparer.Ordinal)
            .ToImmutableArray();
        var whole = new CanonicalText();
        foreach (var (section, value) in sections)
        {
            whole.Add(section, $"{value:x16}");
        }

        return new ConfigFingerprint(whole.Hash(), sections);
    }

    /// <summary>Names of the sections that differ or that only one of the two has, in order.</summary>
    public ImmutableArray<string> Differences(ConfigFingerprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return [.. Sections.Except(other.Sections)
            .Concat(other.Sections.Except(Sections))
            .Select(section => section.Section)
            .Distinct()
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>By value, sections one by one.</summary>
    public bool Equals(ConfigFingerprint? other) => other is not null && Whole == other.Whole && Sections.SequenceEqual(other.Sections);

    /// <inheritdoc/>
    public override int GetHashCode() => Whole.GetHashCode();

    private static IEnumerable<(string Name, CanonicalText Text)> Parts(TenbinConfig config) =>
    [
        ("data-plane", DataPlaneText.Of(config.DataPlane)),
        .. config.Cluster is { } cluster ? [("cluster", ClusterText.Of(cluster))] : Array.Empty<(string, CanonicalText)>(),
        // Only then: a node of a version that does not know it agrees on a file without it.
        .. config.Aws != new AwsSettings() ? [("aws", AwsText.Of(config.Aws))] : Array.Empty<(string, CanonicalText)>(),
        .. config.Groups.Select(group => ($"group {group.Name}", GroupText.Of(group))),
        .. config.Services.Select(service => ($"service {service.Name}", ServiceText.Of(service))),
    ];
}

/// <summary>What one part of a file means.</summary>
/// <param name="Section">Its name, fit to be shown.</param>
/// <param name="Value">Equal where the meaning is.</param>
public readonly record struct SectionFingerprint(string Section, ulong Value);
