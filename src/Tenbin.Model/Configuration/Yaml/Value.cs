using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary>What the file gives for one key, or one item of its list; knows how to complain about itself.</summary>
internal sealed class Value(Reading reading, YamlNode node, string key, string owner)
{
    /// <summary>For people: <c>service 'web'</c>.</summary>
    public string Owner => owner;

    public string Key => key;

    public Reading Reading => reading;

    public Place Place { get; } = Place.Of(node.Start);

    public bool IsScalar => node is YamlScalarNode;

    /// <summary>True when part of the value comes from the environment and must not be shown.</summary>
    public bool IsSubstituted => node is YamlScalarNode { Value: { } raw } && Substitution.IsIn(raw);

    /// <summary>As written in the file, before substitution.</summary>
    public string Shown => node switch
    {
        YamlScalarNode scalar => Display.Of(scalar.Value ?? ""),
        YamlSequenceNode => "[…]",
        _ => "{…}",
    };

    /// <summary>Reports that this value <paramref name="problem"/>: a clause that ends with the remedy.</summary>
    public void Fail(string problem) => reading.Fail(Place, $"{owner}: '{key}: {Shown}' {problem}");

    /// <summary>The same for a mistake that lies in the key, whatever its value.</summary>
    public void FailKey(string problem) => reading.Fail(Place, $"{owner}: '{key}' {problem}");

    /// <summary>The same node, told of by another key and owner.</summary>
    public Value As(string newKey, string newOwner) => new(reading, node, newKey, newOwner);

    /// <summary>The text, environment filled in; null after an error was reported.</summary>
    public string? Text(string example)
    {
        if (node is not YamlScalarNode scalar)
        {
            WrongKind($"one value, e.g. {example}");
            return null;
        }

        if (!Substitution.TryExpand(scalar.Value ?? "", reading.Environment, out var text, out var problem))
        {
            Fail(problem);
            return null;
        }

        if (IsMissing(scalar, text))
        {
            FailKey($"has no value; write e.g. {example}, or remove the key");
            return null;
        }

        return text;
    }

    /// <summary>The items of a list of at least one; a single plain value is a list of one. Null after an error.</summary>
    public IReadOnlyList<Value>? Items(string example)
    {
        if (node is YamlMappingNode)
        {
            WrongKind($"a list, e.g. {example}");
            return null;
        }

        if (node is not YamlSequenceNode list)
        {
            return Text(example) is null ? null : [this];
        }

        if (list.Children.Count == 0)
        {
            FailKey($"is an empty list; write e.g. {example}, or remove the key");
            return null;
        }

        return [.. list.Children.Select(child => new Value(reading, child, key, owner))];
    }

    /// <summary>The keys below this one; null after an error. Reports keys not in <paramref name="known"/>; null = any.</summary>
    public Section? Section(string sectionOwner, IReadOnlyList<string>? known, string example)
    {
        if (node is YamlMappingNode mapping)
        {
            return Yaml.Section.Of(reading, mapping, sectionOwner, known);
        }

        if (node is YamlScalarNode { Style: ScalarStyle.Plain } scalar && IsMissing(scalar, scalar.Value))
        {
            FailKey($"has no value; write e.g. {example}, or remove the key");
        }
        else
        {
            WrongKind($"a group of keys, e.g. {example}");
        }

        return null;
    }

    private void WrongKind(string wanted) => FailKey($"must be {wanted}; here it is {Kind}");

    private string Kind => node switch
    {
        YamlScalarNode => "one value",
        YamlSequenceNode => "a list",
        _ => "a group of keys",
    };

    private static bool IsMissing(YamlScalarNode scalar, string? text) =>
        string.IsNullOrEmpty(text) || (scalar.Style == ScalarStyle.Plain && text is "~" or "null");
}
