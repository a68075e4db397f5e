using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Tenbin.Lab.Cloud.Metadata;

/// <summary>Session tokens (IMDSv2): each of one instance, for a while. Thread-safe.</summary>
internal sealed class TokenBook(TimeProvider time)
{
    public const int LongestLife = 21_600;
    private readonly ConcurrentDictionary<string, (string Instance, long Issued, TimeSpan Life)> _tokens = new();

    /// <summary>A new one.</summary>
    public string Issue(string instance, TimeSpan life)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(40));
        _tokens[token] = (instance, time.GetTimestamp(), life);
        return token;
    }

    /// <summary>Whether it is this instance's, and still valid.</summary>
    public bool IsValid(string token, string instance) =>
        _tokens.TryGetValue(token, out var known) && known.Instance == instance && time.GetElapsedTime(known.Issued) < known.Life;
}
