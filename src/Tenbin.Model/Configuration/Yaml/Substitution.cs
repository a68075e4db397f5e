using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary><c>${NAME}</c> becomes the environment variable's value; <c>$${</c> stands for a plain <c>${</c>.</summary>
internal static class Substitution
{
    public static bool IsIn(string text) => text.Contains("${", StringComparison.Ordinal);

    public static bool TryExpand(
        string text,
        Func<string, string?> environment,
        [NotNullWhen(true)] out string? expanded,
        [NotNullWhen(false)] out string? problem)
    {
        var result = new StringBuilder();
        expanded = problem = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).StartsWith("$${"))
            {
                result.Append("${");
                i += 2;
            }
            else if (text.AsSpan(i).StartsWith("${"))
            {
                var end = text.IndexOf('}', i);
                if (end < 0 || !IsName(text.AsSpan(i + 2, end - i - 2)))
                {
                    problem = "has a '${' that no variable name and '}' follow; write ${NAME}, or $${ for a plain ${";
                    return false;
                }

                var name = text[(i + 2)..end];
                if (environment(name) is not { } value)
                {
                    problem = $"needs the environment variable {name}, which is not set; set it for the director, or write the value here";
                    return false;
                }

                result.Append(value);
                i = end;
            }
            else
            {
                result.Append(text[i]);
            }
        }

        expanded = result.ToString();
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || char.IsAsciiDigit(name[0]))
        {
            return false;
        }

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_')
            {
                return false;
            }
        }

        return true;
    }
}
