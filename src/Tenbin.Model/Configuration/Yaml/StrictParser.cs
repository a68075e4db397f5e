using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary>
/// Stands between the YAML parser and <c>YamlStream</c>, which stops at the first duplicate key: reports each one with
/// its place, and passes on only what can be read. Keys that reach the stream are unique plain texts.
/// </summary>
internal sealed class StrictParser : IParser
{
    // YamlStream reads nested nodes recursively; the file needs 6 levels.
    private const int DeepestNesting = 32;

    private readonly Reading reading;
    private readonly Scanner scanner;
    private readonly Parser inner;
    private readonly Stack<Level> levels = new();
    private readonly HashSet<AnchorName> anchors = [];

    public StrictParser(string text, Reading reading)
    {
        this.reading = reading;
        scanner = new Scanner(new StringReader(text));
        inner = new Parser(scanner);
    }

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        while (Advance())
        {
            if (Passes(inner.Current!))
            {
                return true;
            }
        }

        return false;
    }

    private bool Advance()
    {
        try
        {
            return inner.MoveNext();
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 says so little about brackets that do not match, as in [a}.
            throw new SyntaxErrorException(scanner.CurrentPosition, scanner.CurrentPosition, "found a bracket that does not match");
        }
    }

    private bool Passes(ParsingEvent read)
    {
        if (read is MappingEnd or SequenceEnd)
        {
            Leave(read);
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
                Advance();
                if (Current is MappingEnd)
                {
                    throw Unpaired(Current);
                }

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

    private void Leave(ParsingEvent read)
    {
        if (levels.Pop() is { Keys: not null, AtKey: false })
        {
            throw Unpaired(read);
        }
    }

    // YamlDotNet 16.3 lets ": value" and "{ a: b } *c" pass, and delivers an odd number of nodes.
    private static SemanticErrorException Unpaired(ParsingEvent end) =>
        new(end.Start, end.End, "found a key without a value or a value without a key before this");

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
        while (depth > 0 && Advance())
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
