using YamlDotNet.RepresentationModel;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary>A group of keys that belongs to one owner.</summary>
internal sealed class Section
{
    private readonly Reading reading;
    private readonly List<KeyValuePair<string, Value>> entries;

    private Section(Reading reading, string owner, Place place, List<KeyValuePair<string, Value>> entries)
    {
        this.reading = reading;
        Owner = owner;
        Place = place;
        this.entries = entries;
    }

    /// <summary>For people: <c>service 'web'</c>.</summary>
    public string Owner { get; }

    public Place Place { get; }

    /// <summary>In file order.</summary>
    public IReadOnlyList<KeyValuePair<string, Value>> Entries => entries;

    /// <summary>Reads a mapping; reports every key that is not in <paramref name="known"/>; null = any.</summary>
    public static Section Of(Reading reading, YamlMappingNode mapping, string owner, IReadOnlyList<string>? known)
    {
        var entries = new List<KeyValuePair<string, Value>>();
        foreach (var (node, child) in mapping.Children)
        {
            var key = ((YamlScalarNode)node).Value ?? "";
            if (known is null || known.Contains(key))
            {
                entries.Add(new(key, new Value(reading, child, key, owner)));
            }
            else
            {
                reading.Fail(Place.Of(node.Start), $"{owner}: unknown key '{Display.Of(key)}'; {Remedy(key, known)}");
            }
        }

        return new Section(reading, owner, Place.Of(mapping.Start), entries);
    }

    /// <summary>A group of just one key.</summary>
    public static Section OfOne(Reading reading, string key, Value value) =>
        new(reading, value.Owner, value.Place, [new(key, value)]);

    /// <summary>Null when the key is not given.</summary>
    public Value? Find(string key) => entries.Find(entry => entry.Key == key).Value;

    /// <summary>These keys, and those of <paramref name="below"/> that are not among them and that <paramref name="inherits"/>.</summary>
    public Section Over(Section below, Func<string, bool> inherits) => new(
        reading, Owner, Place, [.. entries, .. below.entries.Where(e => Find(e.Key) is null && inherits(e.Key))]);

    /// <summary>Reports a mistake of the group as a whole.</summary>
    public void Fail(string problem) => reading.Fail(Place, $"{Owner}: {problem}");

    private static string Remedy(string key, IReadOnlyList<string> known) => Suggestion.For(key, known) is { } near
        ? $"did you mean '{near}'?"
        : $"the keys here are {string.Join(", ", known)}";
}
