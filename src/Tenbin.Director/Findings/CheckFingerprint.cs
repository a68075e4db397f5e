using System.Globalization;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Findings;

/// <summary>Tells whether two checks ask the same question of a server: what is asked, not how often.</summary>
internal static class CheckFingerprint
{
    /// <summary>Equal for checks whose answers mean the same. Contains no secret.</summary>
    public static string Of(Check check) => check switch
    {
        NoCheck => "none",
        TcpCheck => $"tcp port={Port(check)}",
        PingCheck => "ping",
        ExecCheck exec => $"exec {string.Join(' ', exec.Command.Select(part => $"'{part}'"))}",
        MySqlCheck mysql => $"mysql port={Port(check)} user='{mysql.User}' database='{mysql.Database}' query='{mysql.Query}'",
        HttpCheck http => $"{(http.Tls is null ? "http" : "https")} port={Port(check)} {http.Method} {http.Path} host={http.Host} "
            + $"status={string.Join(',', http.Status.Select(range => $"{range.First}-{range.Last}"))} "
            + $"expect='{http.Expect}' regex='{http.ExpectRegex}' redirects={http.Redirects} {Tls(http.Tls)}",
        _ => throw new ArgumentException($"check type {check.GetType().Name} has no fingerprint", nameof(check)),
    };

    private static string Port(Check check) => check.Port?.ToString(CultureInfo.InvariantCulture) ?? "server's";

    private static string Tls(TlsCheck? tls) =>
        tls is null ? "" : $"verify={tls.Verify} ca={tls.CaFile} name={tls.ServerName}";
}
