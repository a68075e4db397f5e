using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Which key of a check belongs to which types.</summary>
internal static class CheckKeys
{
    public static readonly (string Word, CheckType Type)[] Types =
    [
        ("tcp", CheckType.Tcp), ("http", CheckType.Http), ("https", CheckType.Https),
        ("ping", CheckType.Ping), ("mysql", CheckType.MySql), ("exec", CheckType.Exec), ("none", CheckType.None),
    ];

    private static readonly CheckType[] AllButNone =
    [
        CheckType.Tcp, CheckType.Http, CheckType.Https, CheckType.Ping, CheckType.MySql, CheckType.Exec,
    ];

    private static readonly CheckType[] WithPort = [CheckType.Tcp, CheckType.Http, CheckType.Https, CheckType.MySql, CheckType.Exec];
    private static readonly CheckType[] OverHttp = [CheckType.Http, CheckType.Https];

    private static readonly (string Key, CheckType[] Types)[] Belongs =
    [
        ("type", [.. AllButNone, CheckType.None]),
        ("every", AllButNone), ("timeout", AllButNone), ("jitter", AllButNone), ("fall", AllButNone), ("rise", AllButNone),
        ("port", WithPort),
        ("command", [CheckType.Exec]),
        ("user", [CheckType.MySql]), ("password-file", [CheckType.MySql]), ("query", [CheckType.MySql]), ("database", [CheckType.MySql]),
        ("path", OverHttp), ("method", OverHttp), ("host", OverHttp), ("status", OverHttp),
        ("expect", OverHttp), ("expect-regex", OverHttp), ("redirects", OverHttp),
        ("verify", [CheckType.Https]), ("ca-file", [CheckType.Https]), ("server-name", [CheckType.Https]),
    ];

    public static IReadOnlyList<string> All { get; } = [.. Belongs.Select(b => b.Key)];

    public static bool Fits(string key, CheckType type) => TypesOf(key).Contains(type);

    public static string WordOf(CheckType type) => Types.First(t => t.Type == type).Word;

    /// <summary><c>http or https</c>.</summary>
    public static string WordsOf(string key) => Display.Either([.. TypesOf(key).Select(WordOf)]);

    private static CheckType[] TypesOf(string key) => Belongs.First(b => b.Key == key).Types;
}
