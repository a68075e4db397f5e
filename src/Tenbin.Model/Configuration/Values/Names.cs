using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary>Names that the file itself gives, and names of the machine's interfaces.</summary>
internal static class Names
{
    private const int Longest = 63;

    // IFNAMSIZ, less the closing NUL (include/uapi/linux/if.h).
    private const int LongestInterface = 15;

    /// <summary>Reports a key that is not fit to be <paramref name="noun"/>.</summary>
    public static void CheckName(this Value entry, string name, string noun)
    {
        if (name.Length is 0 or > Longest || !char.IsAsciiLetterOrDigit(name[0])
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            entry.FailKey($"is not {noun}; use letters, digits, '-', '_' and '.', at most {Longest}, a letter or digit first");
        }
    }

    /// <summary>Null after an error was reported.</summary>
    public static string? InterfaceName(this Value value)
    {
        if (value.Text("eth0") is not { } name)
        {
            return null;
        }

        if (name.Length > LongestInterface || name is "." or ".." || name.Any(c => c is '/' or ':' || char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            value.Fail($"is not an interface name; it has 1 to {LongestInterface} characters without space, '/' or ':'");
            return null;
        }

        return name;
    }
}
