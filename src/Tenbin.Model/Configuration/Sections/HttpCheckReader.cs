using System.Collections.Immutable;
using System.Globalization;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>The keys of <c>type: http</c> and <c>type: https</c>.</summary>
internal static class HttpCheckReader
{
    private const int MostRedirects = 10;

    private static readonly string[] Methods = ["GET", "HEAD", "OPTIONS"];

    /// <summary>Whole only when no error was reported.</summary>
    public static HttpCheck Read(Section section, bool withTls)
    {
        var method = section.Find("method") is { } written ? Method(written) : null;
        var expect = section.Find("expect");
        var regex = section.Find("expect-regex");
        if (method == "HEAD")
        {
            const string NoBody = "can never be met: the answer to HEAD has no body; use method GET";
            expect?.Fail(NoBody);
            regex?.Fail(NoBody);
        }

        var defaults = new HttpCheck();
        return new HttpCheck
        {
            Path = section.Find("path") is { } path ? Path(path) ?? defaults.Path : defaults.Path,
            Method = method ?? defaults.Method,
            Host = section.Find("host") is { } host ? HostName(host, withPort: true) : null,
            Status = section.Find("status") is { } status ? Statuses(status) : defaults.Status,
            Expect = expect?.Text("OK"),
            ExpectRegex = regex?.Pattern(),
            Redirects = section.Find("redirects")?.Whole(0, MostRedirects) ?? defaults.Redirects,
            Tls = withTls ? Tls(section) : null,
        };
    }

    private static string? Method(Value value)
    {
        var choice = value.Choice("a method for checks", [.. Methods.Select((word, index) => (word, index))]);
        return choice is { } index ? Methods[index] : null;
    }

    private static string? Path(Value value)
    {
        if (value.Text("/check.html") is not { } path)
        {
            return null;
        }

        // What RFC 9112, 3.2.1 allows in an origin-form target; the fragment stays with the client.
        if (!path.StartsWith('/') || !path.All(c => c is > ' ' and < '\x7f' and not '#'))
        {
            value.Fail("is not a request path; begin it with '/', percent-encode spaces and letters beyond ASCII, leave out '#'");
        }

        return path;
    }

    private static string? HostName(Value value, bool withPort)
    {
        if (value.Text("www.example.com") is not { } host)
        {
            return null;
        }

        if (!HostPort.TrySplit(host, out var name, out var port, out _) || (port is not null && !withPort)
            || Uri.CheckHostName(name) == UriHostNameType.Unknown)
        {
            value.Fail("is not a host name; write e.g. www.example.com");
        }

        return host;
    }

    private static ImmutableArray<StatusRange> Statuses(Value value)
    {
        var ranges = new List<StatusRange>();
        foreach (var item in value.Items("[200-299]") ?? [])
        {
            if (item.Text("200-299") is not { } text)
            {
                continue;
            }

            var ends = text.Split('-');
            if (ends.Length <= 2 && Code(ends[0]) is { } first && Code(ends[^1]) is { } last && first <= last)
            {
                ranges.Add(new StatusRange(first, last));
            }
            else
            {
                item.Fail("is not a status code or a range of them; write e.g. 200 or 200-299, within 100 to 599");
            }
        }

        return [.. ranges];
    }

    private static int? Code(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 100 and <= 599 ? code : null;

    private static TlsCheck Tls(Section section)
    {
        var verify = section.Find("verify")?.Boolean() ?? true;
        var ca = section.Find("ca-file");
        var file = ca?.Text("/etc/tenbin/ca.pem");
        if (file is not null && !file.StartsWith('/'))
        {
            ca!.Fail("must be an absolute path; write e.g. /etc/tenbin/ca.pem");
        }

        if (!verify)
        {
            ca?.Fail("has no effect with 'verify: false'; remove one of the two");
        }

        return new TlsCheck
        {
            Verify = verify,
            CaFile = file,
            ServerName = section.Find("server-name") is { } name ? HostName(name, withPort: false) : null,
        };
    }
}
