using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary>Names of files and programs.</summary>
internal static class FilePaths
{
    private const int LongestSecret = 1_024;

    /// <summary>Absolute, or relative to where the configuration file lies; null after an error was reported.</summary>
    public static string? FilePath(this Value value, string example)
    {
        if (value.Text(example) is not { } path)
        {
            return null;
        }

        if (path.EndsWith('/') || path.Any(char.IsControl))
        {
            value.Fail($"is not the path of a file; write e.g. {example}");
            return null;
        }

        return value.Reading.Resolve(path);
    }

    /// <summary>The absolute path of a program, without arguments: no shell is involved. Null after an error was reported.</summary>
    public static string? Program(this Value value, string example)
    {
        if (value.Text(example) is not { } path)
        {
            return null;
        }

        if (!path.StartsWith('/') || path.EndsWith('/') || path.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            value.Fail($"must be the absolute path of a program, without arguments; write e.g. {example}");
            return null;
        }

        return path;
    }

    /// <summary>The one line that a file holds. Its content is in no error (invariant 9); null after an error was reported.</summary>
    public static string? Secret(this Value value, string example)
    {
        if (value.FilePath(example) is not { } path || Content(value, path) is not { } content)
        {
            return null;
        }

        var line = content.TrimEnd('\r', '\n');
        if (line.Length is 0 or > LongestSecret || line.Any(char.IsControl))
        {
            value.Fail(line.Length == 0
                ? "names an empty file; write the password into it, in one line"
                : $"names a file with more than one line of at most {LongestSecret} characters; it must hold nothing but the password");
            return null;
        }

        return line;
    }

    // The exceptions' own messages quote the path, which may come from the environment.
    private static string? Content(Value value, string path)
    {
        try
        {
            return value.Reading.ReadFile(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            value.Fail("names a file that does not exist; write the password into it, readable for the director only, or give the right path");
        }
        catch (UnauthorizedAccessException)
        {
            value.Fail("names a file that this user may not read; run as the director's user, or make it readable for that user");
        }
        catch (SecretModeException)
        {
            value.Fail("names a file that others than its owner may open; 'chmod 600' it, and give the account another password if somebody may have read it");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            value.Fail("names a file that cannot be read as UTF-8 text; give the right path, or write the file anew");
        }

        return null;
    }
}
