namespace Tenbin.Bench.Results;

/// <summary>The part of <c>docs/benchmarks.md</c> that a run writes; what people write around it stays.</summary>
internal static class Document
{
    private const string Begin = "<!-- written by ./bench: begin -->";
    private const string End = "<!-- written by ./bench: end -->";

    /// <summary>Replaces the part in <paramref name="path"/>.</summary>
    public static async Task Write(string path, string results)
    {
        var text = await File.ReadAllTextAsync(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"{path} has no place for the results: the lines {Begin} and {End} are missing.");
        }

        await File.WriteAllTextAsync(path, $"{text[..begin]}{Begin}\n{results}\n{text[end..]}");
    }
}
