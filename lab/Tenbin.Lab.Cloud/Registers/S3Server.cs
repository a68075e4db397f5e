using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Tenbin.Lab.Cloud.Registers;

/// <summary>
/// S3 as far as a register needs it: one bucket in the path, <c>GetObject</c>, <c>PutObject</c> with <c>If-Match</c> and
/// <c>If-None-Match: *</c> (user guide, "Conditional requests").
/// </summary>
public sealed class S3Server : SimulatedStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _objects = [];
    private readonly string _bucket;
    private int _conflicts;

    private S3Server(string bucket) => _bucket = bucket;

    /// <summary>Starts one that has the bucket.</summary>
    public static async Task<S3Server> Start(string bucket)
    {
        var server = new S3Server(bucket);
        await server.Open();
        return server;
    }

    /// <summary>An object; null = none.</summary>
    public string? this[string key]
    {
        get
        {
            lock (_gate)
            {
                return _objects.TryGetValue(key, out var found) ? Encoding.UTF8.GetString(found) : null;
            }
        }
    }

    /// <summary>As an operator does by hand.</summary>
    public void Put(string key, string content)
    {
        lock (_gate)
        {
            _objects[key] = Encoding.UTF8.GetBytes(content);
        }
    }

    /// <summary>As an operator does by hand.</summary>
    public void Delete(string key)
    {
        lock (_gate)
        {
            _objects.Remove(key);
        }
    }

    /// <summary>The next so many conditional writes meet one under way at the same moment.</summary>
    public void Conflict(int writes) => Volatile.Write(ref _conflicts, writes);

    private protected override string Service => "s3";

    private protected override string DeniedCode => "AccessDenied";

    private protected override SimulatedAnswer Throttled => Fault(503, "SlowDown", "Please reduce your request rate.");

    private protected override SimulatedAnswer Fault(int status, string code, string said) => new(
        status, Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{said}</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"),
        ("Content-Type", "application/xml"), ("x-amz-request-id", "4442587FB7D0A2F9"));

    private protected override SimulatedAnswer Do(HttpRequest request, byte[] body)
    {
        var path = request.Path.Value!.TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || path[..slash] != _bucket)
        {
            return Fault(404, "NoSuchBucket", "The specified bucket does not exist");
        }

        var key = path[(slash + 1)..];
        lock (_gate)
        {
            var there = _objects.GetValueOrDefault(key);
            return request.Method == "GET" ? Get(there) : request.Method == "PUT" ? Put(request, key, there, body) : Fault(405, "MethodNotAllowed", "not known here");
        }
    }

    private SimulatedAnswer Get(byte[]? there) => there is null
        ? Fault(404, "NoSuchKey", "The specified key does not exist.")
        : new SimulatedAnswer(200, there, ("ETag", Tag(there)), ("Content-Type", "application/json"));

    private SimulatedAnswer Put(HttpRequest request, string key, byte[]? there, byte[] body)
    {
        var (match, none) = (request.Headers.IfMatch.ToString(), request.Headers.IfNoneMatch.ToString());
        if (match.Length + none.Length > 0 && Interlocked.Decrement(ref _conflicts) >= 0)
        {
            return Fault(409, "ConditionalRequestConflict", "The conditional request cannot succeed due to a conflicting operation against this resource.");
        }

        if (match.Length > 0 && there is null)
        {
            return Fault(404, "NoSuchKey", "The specified key does not exist.");
        }

        if ((match.Length > 0 && match != Tag(there!)) || (none == "*" && there is not null))
        {
            return Fault(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }

        _objects[key] = body;
        return new SimulatedAnswer(200, [], ("ETag", Tag(body)));
    }

    // What S3 gives for an object without encryption of its own; a weak hash is part of the interface here.
    private static string Tag(byte[] content) => $"\"{Convert.ToHexStringLower(Hash(content))}\"";

    private static byte[] Hash(byte[] content) => SHA256.HashData(content)[..16];
}
