namespace Tenbin.Model.Configuration.Fingerprints;

/// <summary>The meaning of a check.</summary>
internal static class CheckText
{
    public static void Add(CanonicalText to, Check check)
    {
        to.Add("check", TypeOf(check))
            .Add("every", check.Every)
            .Add("timeout", check.Timeout)
            .Add("jitter", BitConverter.DoubleToInt64Bits(check.Jitter))
            .Add("fall", check.Fall)
            .Add("rise", check.Rise)
            .Add("port", check.Port);
        switch (check)
        {
            case ExecCheck exec:
                to.Each("command", exec.Command);
                break;
            case MySqlCheck mysql:
                to.Add("user", mysql.User).AddSecret("password", mysql.Password).Add("database", mysql.Database).Add("query", mysql.Query);
                break;
            case HttpCheck http:
                Add(to, http);
                break;
        }
    }

    private static string TypeOf(Check check) => check switch
    {
        NoCheck => "none",
        TcpCheck => "tcp",
        PingCheck => "ping",
        ExecCheck => "exec",
        MySqlCheck => "mysql",
        HttpCheck http => http.Tls is null ? "http" : "https",
        _ => throw new ArgumentException($"check type {check.GetType().Name} has no fingerprint", nameof(check)),
    };

    private static void Add(CanonicalText to, HttpCheck http)
    {
        to.Add("path", http.Path)
            .Add("method", http.Method)
            .Add("host", http.Host)
            .Each("status", http.Status, (inner, range) => inner.Add("first", range.First).Add("last", range.Last))
            .Add("expect", http.Expect)
            .Add("expect-regex", http.ExpectRegex?.ToString())
            .Add("redirects", http.Redirects);
        if (http.Tls is { } tls)
        {
            to.Add("verify", tls.Verify).Add("ca-file", tls.CaFile).Add("server-name", tls.ServerName);
        }
    }
}
