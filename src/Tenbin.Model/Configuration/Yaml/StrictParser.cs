using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary>
/// Stands between the YAML parser and <c>YamlStream</c>, which stops at the first duplicate key: reports each one with
/// its place, and passes on only what can be read. Keys that reach the stream are unique plain texts.
/// </summary>
internal sealed class StrictParser(IParser inner, Reading reading) : IParser
{
    // YamlStream reads nested nodes recursively; the file needs 6 levels.
    private const int DeepestNesting = 32;

    private readonly Stack<Level> levels = new();
    private readonly HashSet<AnchorName> anchors = [];

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        while (inner.MoveNext())
        {
            if (Passes(inner.Current!))
            {
                return true;
            }
        }

        return false;
    }

    private bool Passes(ParsingEvent read)
    {
        if (read is MappingEnd or SequenceEnd)
        {
            levels.Pop();
            return true;
        }

        if (read is not NodeEvent and not AnchorAlias)
        {
            return true;
        }

        if (levels.TryPeek(out var level) && level.Keys is not null)
        {
            if (level.AtKey && !TakeKey(level.Keys, read))
            {
                SkipNode();
                inner.MoveNext();
                SkipNode();
                return false;
            }

            level.AtKey = !level.AtKey;
        }

        CheckAnchor(read);
        if (read is MappingStart or SequenceStart)
        {
            Enter(read);
        }

        return true;
    }

    private bool TakeKey(Dictionary<string, Place> keys, ParsingEvent read)
    {
        if (read is not Scalar key)
        {
            reading.Fail(Place.Of(read.Start), "a key must be plain text, not a list, a mapping or an alias");
            return false;
        }

        if (keys.TryAdd(key.Value, Place.Of(key.Start)))
        {
            return true;
        }

        reading.Fail(
            Place.Of(key.Start),
            $"key '{Display.Of(key.Value)}' is already given in line {keys[key.Value].Line}; keep one of the two");
        return false;
    }

    private void Enter(ParsingEvent read)
    {
        if (levels.Count == DeepestNesting)
        {
            throw new SemanticErrorException(read.Start, read.End, $"more than {DeepestNesting} levels of nesting");
        }

        levels.Push(new Level(read is MappingStart ? new Dictionary<string, Place>(StringComparer.Ordinal) : null));
    }

    private void CheckAnchor(ParsingEvent read)
    {
        if (read is NodeEvent { Anchor.IsEmpty: false } node)
        {
            anchors.Add(node.Anchor);
        }
        else if (read is AnchorAlias alias && !anchors.Contains(alias.Value))
        {
            throw new SemanticErrorException(
                read.Start, read.End, $"the alias *{Display.Of(alias.Value.Value)} has no anchor &{Display.Of(alias.Value.Value)} before it");
        }
    }

    // From the first event of a node to its last.
    private void SkipNode()
    {
        var depth = inner.Current!.NestingIncrease;
        while (depth > 0 && inner.MoveNext())
        {
            depth += inner.Current!.NestingIncrease;
        }
    }

    private sealed class Level(Dictionary<string, Place>? keys)
    {
        // Null for a list.
        public Dictionary<string, Place>? Keys => keys;

        public bool AtKey { get; set; } = true;
    }
}
