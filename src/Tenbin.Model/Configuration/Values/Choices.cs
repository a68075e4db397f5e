using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary>Values that are one of a few words.</summary>
internal static class Choices
{
    private static readonly (string, bool)[] Booleans = [("true", true), ("false", false)];

    public static bool? Boolean(this Value value) => value.Choice("true or false", Booleans);

    /// <summary>Null after an error was reported.</summary>
    /// <param name="value">What the file gives.</param>
    /// <param name="noun">What it should be: <c>a scheduler</c>.</param>
    /// <param name="choices">The words and what they mean.</param>
    /// <param name="later">Words of later versions, each with what to use until then.</param>
    public static T? Choice<T>(
        this Value value, string noun, IReadOnlyList<(string Word, T Meaning)> choices, params IReadOnlyList<(string Word, string Remedy)> later)
        where T : struct
    {
        if (value.Text(choices[0].Word) is not { } text)
        {
            return null;
        }

        foreach (var (word, meaning) in choices)
        {
            if (word == text)
            {
                return meaning;
            }
        }

        foreach (var (word, remedy) in later)
        {
            if (word == text)
            {
                value.Fail($"is not yet in this version; {remedy}");
                return null;
            }
        }

        var words = choices.Select(c => c.Word).ToList();
        var near = value.IsSubstituted ? null : Suggestion.For(text, words);
        var hint = near is null ? "" : $" (did you mean '{near}'?)";
        value.Fail(noun == Display.Either(words) ? $"must be {noun}{hint}" : $"is not {noun}; use {Display.Either(words)}{hint}");
        return null;
    }
}
