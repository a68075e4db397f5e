using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tenbin.Aws.Signing;

/// <summary>
/// Signs a request (AWS Signature Version 4, "Create a signed AWS API request"): one with a body that is known whole and
/// without a query. The clock that counts is the wall's, since AWS compares it with its own.
/// </summary>
internal static class SigV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds <c>X-Amz-Date</c>, <c>X-Amz-Content-Sha256</c>, <c>X-Amz-Security-Token</c> and <c>Authorization</c>.</summary>
    /// <param name="request">With absolute address and all headers; those named <c>x-amz-*</c>, host and content type are signed.</param>
    /// <param name="body">The very bytes of its content.</param>
    /// <param name="place">Region and service.</param>
    /// <param name="key">Whose signature.</param>
    /// <param name="now">Wall clock.</param>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, AwsPlace place, AwsKey key, DateTimeOffset now)
    {
        var instant = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var bodyHash = Hex(SHA256.HashData(body));
        request.Headers.Add("X-Amz-Date", instant);
        request.Headers.Add("X-Amz-Content-Sha256", bodyHash);
        if (key.SessionToken is { } token)
        {
            request.Headers.Add("X-Amz-Security-Token", token);
        }

        var headers = Signed(request);
        var names = string.Join(';', headers.Keys);
        var canonical = string.Join('\n', [
            request.Method.Method,
            CanonicalPath(request.RequestUri!, place.Service),
            "",
            .. headers.Select(header => $"{header.Key}:{header.Value}"),
            "",
            names,
            bodyHash]);
        var scope = $"{instant[..8]}/{place.Region}/{place.Service}/aws4_request";
        var toSign = $"{Algorithm}\n{instant}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Hex(HMACSHA256.HashData(SigningKey(key.Secret, instant[..8], place), Encoding.UTF8.GetBytes(toSign)));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={key.Id}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    private static SortedDictionary<string, string> Signed(HttpRequestMessage request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority };
        if (request.Content?.Headers.ContentType is { } type)
        {
            headers["content-type"] = type.ToString();
        }

        foreach (var (name, values) in request.Headers)
        {
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            {
                headers[name.ToLowerInvariant()] = string.Join(',', values).Trim();
            }
        }

        return headers;
    }

    // S3 signs the path as it is sent; the others encode it once more.
    private static string CanonicalPath(Uri address, string service) =>
        service == AwsPlace.S3 ? address.AbsolutePath : string.Join('/', address.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static byte[] SigningKey(string secret, string day, AwsPlace place)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (string[])[day, place.Region, place.Service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
