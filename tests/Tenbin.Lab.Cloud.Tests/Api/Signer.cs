using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tenbin.Lab.Cloud.Api.Signing;

namespace Tenbin.Lab.Cloud.Tests.Api;

/// <summary>Signs requests as a client does (Signature Version 4).</summary>
internal static class Signer
{
    public static SignedRequest Post(string body, AccessKey key, DateTimeOffset at, string region = "ap-northeast-1", string service = "ec2")
    {
        var stamp = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/x-www-form-urlencoded; charset=utf-8",
            ["host"] = "172.18.1.10",
            ["x-amz-date"] = stamp,
        };
        if (key.Token is { } token)
        {
            headers["x-amz-security-token"] = token;
        }

        var names = string.Join(';', headers.Keys);
        var canonical = $"POST\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hash(body)}";
        var scope = $"{stamp[..8]}/{region}/{service}/aws4_request";
        var secret = Encoding.UTF8.GetBytes("AWS4" + key.Secret);
        foreach (var part in scope.Split('/'))
        {
            secret = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part));
        }

        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hash(canonical)}")));
        headers["authorization"] = $"AWS4-HMAC-SHA256 Credential={key.Id}/{scope}, SignedHeaders={names}, Signature={signature}";
        return new("POST", "/", "", headers, Encoding.UTF8.GetBytes(body));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
