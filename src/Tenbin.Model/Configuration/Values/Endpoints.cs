using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Values;

/// <summary>Where an HTTP server listens: <c>http://172.18.1.10:2379</c>, <c>https://etcd.example.com:2379</c>.</summary>
internal static class Endpoints
{
    private static readonly string[] Schemes = ["http://", "https://"];

    /// <summary>Null after an error was reported.</summary>
    public static Uri? Endpoint(this Value value, string example)
    {
        if (value.Text(example) is not { } text)
        {
            return null;
        }

        if (Schemes.FirstOrDefault(s => text.StartsWith(s, StringComparison.Ordinal)) is not { } scheme)
        {
            value.Fail($"is not a URL; begin it with http:// or https://, e.g. {example}");
            return null;
        }

        var authority = text[scheme.Length..].TrimEnd('/');
        if (authority.AsSpan().ContainsAny("/?#@"))
        {
            value.Fail($"has more than scheme, host and port; write no user, path or query, e.g. {example}");
            return null;
        }

        if (!HostPort.TrySplit(authority, out var host, out var port, out var problem))
        {
            value.Fail(problem);
            return null;
        }

        if (port is null)
        {
            value.Fail($"has no port; write it, e.g. {example}");
            return null;
        }

        if (Uri.CheckHostName(host) == UriHostNameType.Unknown || !Uri.TryCreate($"{scheme}{authority}/", UriKind.Absolute, out var endpoint))
        {
            value.Fail($"has no valid host; write e.g. {example}");
            return null;
        }

        return endpoint;
    }
}
