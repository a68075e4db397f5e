using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tenbin.Lab.Cloud.Api.Signing;

/// <summary>
/// Signature Version 4 in the Authorization header ("Create a signed AWS API request", IAM User Guide). Checks that the
/// signature was made with the secret of a known key, for this service and region, not long ago.
/// </summary>
public sealed class SignatureCheck(KeyTable keys, TimeProvider time, string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256", TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    /// <summary>Who signed the request.</summary>
    /// <exception cref="ApiException">Nobody known, or not this request.</exception>
    public Principal Verify(SignedRequest request)
    {
        if (!request.Headers.TryGetValue("authorization", out var authorization))
        {
            throw Errors.MissingAuthenticationToken();
        }

        var claim = Claim.Parse(authorization);
        if (!request.Headers.TryGetValue("x-amz-date", out var stamp)
            || !DateTimeOffset.TryParseExact(stamp, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            throw Errors.IncompleteSignature("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }

        if (claim.Scope is not [var day, var forRegion, var forService, "aws4_request"]
            || day != stamp[..8] || forRegion != region || forService != service)
        {
            throw new ApiException("SignatureDoesNotMatch", $"Credential should be scoped to {stamp[..8]}/{region}/{service}/aws4_request.", 403);
        }

        var now = time.GetUtcNow();
        if ((now - at).Duration() > Skew)
        {
            throw Errors.RequestExpired();
        }

        var key = keys.Find(claim.KeyId) ?? throw Errors.AuthFailure();
        if (!CryptographicOperations.FixedTimeEquals(Signature(request, claim, key.Secret, stamp), Encoding.ASCII.GetBytes(claim.Signature)))
        {
            throw Errors.SignatureDoesNotMatch();
        }

        if (key.Token is { } token && (!request.Headers.TryGetValue("x-amz-security-token", out var sent) || sent != token))
        {
            throw Errors.AuthFailure();
        }

        return key.Expires <= now ? throw Errors.RequestExpired() : key.Principal;
    }

    private static byte[] Signature(SignedRequest request, Claim claim, string secret, string stamp)
    {
        var toSign = $"{Algorithm}\n{stamp}\n{string.Join('/', claim.Scope)}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(request, claim))))}";
        var key = claim.Scope.Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), Mac);
        return Encoding.ASCII.GetBytes(Hex(Mac(key, toSign)));
    }

    private static string Canonical(SignedRequest request, Claim claim)
    {
        var headers = new StringBuilder();
        foreach (var name in claim.Headers)
        {
            var value = request.Headers.TryGetValue(name, out var sent)
                ? sent
                : throw Errors.IncompleteSignature($"'{name}' must be a header of the request, since it is a signed one.");
            headers.Append(CultureInfo.InvariantCulture, $"{name}:{string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries))}\n");
        }

        var query = string.Join('&', request.Query.Split('&').Order(StringComparer.Ordinal));
        return $"{request.Method}\n{request.Path}\n{query}\n{headers}\n{string.Join(';', claim.Headers)}\n{Hex(SHA256.HashData(request.Body.Span))}";
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private sealed record Claim(string KeyId, string[] Scope, string[] Headers, string Signature)
    {
        public static Claim Parse(string authorization)
        {
            var fields = authorization.StartsWith(Algorithm + " ", StringComparison.Ordinal)
                ? authorization[Algorithm.Length..]
                    .Split(',', StringSplitOptions.TrimEntries)
                    .Select(field => field.Split('=', 2))
                    .Where(parts => parts.Length == 2)
                    .ToDictionary(parts => parts[0], parts => parts[1])
                : throw Errors.IncompleteSignature($"The Authorization header must begin with {Algorithm}.");
            if (!fields.TryGetValue("Credential", out var credential)
                || !fields.TryGetValue("SignedHeaders", out var headers)
                || !fields.TryGetValue("Signature", out var signature)
                || !headers.Split(';').Contains("host"))
            {
                throw Errors.IncompleteSignature("The Authorization header requires 'Credential', 'SignedHeaders' with 'host', and 'Signature'.");
            }

            var scope = credential.Split('/');
            return new(scope[0], scope[1..], headers.Split(';'), signature);
        }
    }
}
