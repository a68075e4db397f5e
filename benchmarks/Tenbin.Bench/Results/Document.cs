namespace Tenbin.Bench.Results;

/// <summary>A part of <c>docs/benchmarks.md</c> that a command writes; what people write around it stays.</summary>
internal sealed class Document
{
    public const string Path = "docs/benchmarks.md";
    private readonly string _begin;
    private readonly string _end;

    private Document(string command) =>
        (_begin, _end) = ($"<!-- written by {command}: begin -->", $"<!-- written by {command}: end -->");

    /// <summary>Forwarding.</summary>
    public static Document Ways { get; } = new("./bench");

    /// <summary>Crashes and planned moves.</summary>
    public static Document Failover { get; } = new("./bench failover");

    /// <summary>Crashes on the simulated VPC.</summary>
    public static Document FailoverAws { get; } = new("./bench failover aws");

    /// <summary>The hour under load.</summary>
    public static Document Soak { get; } = new("./bench soak");

    /// <summary>Replaces the part.</summary>
    public async Task Write(string results)
    {
        var text = await File.ReadAllTextAsync(Path);
        var (begin, end) = (text.IndexOf(_begin, StringComparison.Ordinal), text.IndexOf(_end, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"{Path} has no place for the results: the lines {_begin} and {_end} are missing.");
        }

        await File.WriteAllTextAsync(Path, $"{text[..begin]}{_begin}\n{results}\n{text[end..]}");
    }
}
