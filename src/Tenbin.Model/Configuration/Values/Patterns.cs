using System.Globalization;
using System.Text.RegularExpressions;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary>Regular expressions that take time linear in their input, whatever a server answers (invariant 8).</summary>
internal static class Patterns
{
    /// <summary>Null after an error was reported.</summary>
    public static Regex? Pattern(this Value value)
    {
        if (value.Text("status: (ok|fine)") is not { } text)
        {
            return null;
        }

        // The exceptions' own messages quote the pattern, which may come from the environment.
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (RegexParseException e)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"character {Math.Max(e.Offset, 1)}");
            value.Fail($"is not a regular expression: {Words(e.Error)} at {place}; mend it, or use 'expect' for plain text");
        }
        catch (NotSupportedException)
        {
            value.Fail("is too big, or uses a look-around, backreference or atomic group; use a simpler pattern, or 'expect' for plain text");
        }

        return null;
    }

    // UnterminatedBracket → unterminated bracket.
    private static string Words(RegexParseError error) =>
        string.Concat(error.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
