using System.Text;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary>Text from the file made fit for one line of an error message.</summary>
internal static class Display
{
    private const int Longest = 80;

    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var character in text)
        {
            if (shown.Length >= Longest)
            {
                return shown.Append('…').ToString();
            }

            // A control character could repaint the terminal of whoever reads the error.
            shown.Append(character switch
            {
                '\n' => "\\n",
                '\t' => "\\t",
                _ when char.IsControl(character) || char.IsSurrogate(character) => "?",
                _ => character.ToString(),
            });
        }

        return shown.ToString();
    }

    /// <summary><c>a</c>, <c>a or b</c>, <c>a, b or c</c>.</summary>
    public static string Either(IReadOnlyList<string> names) => names.Count < 2
        ? string.Concat(names)
        : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
}
