using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>The keys of <c>type: mysql</c>.</summary>
internal static class MySqlCheckReader
{
    private const int LongestName = 128;

    /// <summary>Whole only when no error was reported.</summary>
    public static MySqlCheck Read(Section section)
    {
        var user = section.Find("user");
        if (user is null)
        {
            section.Fail("'user' is missing; type mysql logs in, give an account that may do no more than the query needs, e.g. user: tenbin");
        }

        return new MySqlCheck
        {
            User = (user is null ? null : Name(user, "tenbin")) ?? "",
            Password = section.Find("password-file")?.Secret("/etc/tenbin/mysql.pw"),
            Database = section.Find("database") is { } database ? Name(database, "shop") : null,
            Query = section.Find("query") is { } query ? Query(query) : MySqlCheck.DefaultQuery,
        };
    }

    private static string? Name(Value value, string example)
    {
        var name = value.Text(example);
        if (name is not null && (name.Length > LongestName || name.Any(char.IsControl)))
        {
            value.Fail($"is no such name; it has at most {LongestName} characters, none of them a control character");
        }

        return name;
    }

    private static string Query(Value value)
    {
        var query = value.Text(MySqlCheck.DefaultQuery) ?? MySqlCheck.DefaultQuery;
        if (query.Contains('\0', StringComparison.Ordinal))
        {
            value.Fail("has a NUL character; remove it");
        }

        // The server takes one statement; most people end it as they would at a prompt.
        return query.TrimEnd(' ', '\t', '\n', ';') is { Length: > 0 } statement ? statement : MySqlCheck.DefaultQuery;
    }
}
