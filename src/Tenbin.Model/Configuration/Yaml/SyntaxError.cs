using YamlDotNet.Core;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary>What the YAML parser found wrong, in an operator's words where the cause is a known one.</summary>
internal static class SyntaxError
{
    public static void Report(YamlException error, string text, Reading reading)
    {
        var place = Place.Of(error.Start);
        var lines = text.Split('\n');
        if (error.Message.Contains(" tab", StringComparison.Ordinal) && Array.FindIndex(lines, IndentsWithTab) is >= 0 and var tabbed)
        {
            reading.Fail(
                new Place(tabbed + 1, lines[tabbed].IndexOf('\t', StringComparison.Ordinal) + 1),
                "a tab in the indentation; YAML allows only spaces, replace it");
            return;
        }

        var inLine = place.Line <= lines.Length ? lines[place.Line - 1] : "";
        var hint = Substitution.IsIn(inLine)
            ? "; inside [ ] and { } put quotes around it: \"${NAME}\""
            : "; check quotes, brackets, colons and indentation here and in the line before";
        reading.Fail(place, $"not valid YAML: {Display.Of(error.Message.TrimEnd('.'))}{hint}");
    }

    private static bool IndentsWithTab(string line) =>
        line.AsSpan(0, line.Length - line.AsSpan().TrimStart(" \t").Length).Contains('\t') && !string.IsNullOrWhiteSpace(line);
}
