using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Tenbin.Lab.Cloud.Api.Signing;

/// <summary>The keys that the account knows, and what its roles may do. Thread-safe.</summary>
public sealed class KeyTable(string account, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, AccessKey> _keys = new();
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _roles = new();

    /// <summary>Makes a long-lived key.</summary>
    /// <param name="user">Name of the user.</param>
    /// <param name="allowed">What it may do, e.g. <c>ec2:*</c>.</param>
    public AccessKey AddUser(string user, params IEnumerable<string> allowed) =>
        Add(new(NewId("AKIA"), NewSecret(), null, new($"arn:aws:iam::{account}:user/{user}", [.. allowed]), Expires: null));

    /// <summary>Says what a role may do; keys that it has given out follow.</summary>
    public void SetRole(string role, params IEnumerable<string> allowed) => _roles[role] = [.. allowed];

    public bool HasRole(string role) => _roles.ContainsKey(role);

    /// <summary>Makes a key of a session of a role.</summary>
    public AccessKey AssumeRole(string role, string session, TimeSpan lifetime) => Add(new(
        NewId("ASIA"),
        NewSecret(),
        NewSecret() + NewSecret(),
        new($"arn:aws:sts::{account}:assumed-role/{role}/{session}", []),
        time.GetUtcNow() + lifetime));

    /// <summary>Takes a key away.</summary>
    public void Remove(AccessKey key) => _keys.TryRemove(key.Id, out _);

    public AccessKey? Find(string id) => _keys.TryGetValue(id, out var key) ? Current(key) : null;

    /// <summary>A session may do what its role may do now.</summary>
    private AccessKey Current(AccessKey key) =>
        key.Token is not null && key.Principal.Arn.Split('/') is [_, var role, _] && _roles.TryGetValue(role, out var allowed)
            ? key with { Principal = key.Principal with { Allowed = allowed } }
            : key;

    private AccessKey Add(AccessKey key) => _keys[key.Id] = key;

    private static string NewId(string prefix) => prefix + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);

    private static string NewSecret() =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 40);
}
