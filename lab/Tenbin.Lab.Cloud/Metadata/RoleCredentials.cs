using System.Globalization;
using System.Text.Json;
using Tenbin.Lab.Cloud.Api.Signing;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Metadata;

/// <summary>Gives instances keys of their roles, and new ones before the old ones end. Thread-safe.</summary>
public sealed class RoleCredentials(KeyTable keys, TimeProvider time)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AccessKey> _current = [];

    /// <summary>How long a key is valid.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(6);

    /// <summary>What the metadata show at <c>iam/security-credentials/ROLE</c>.</summary>
    public string Json(Instance instance, string role)
    {
        var key = Current(instance, role);
        return JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["Code"] = "Success",
            ["LastUpdated"] = Text(key.Expires!.Value - Lifetime),
            ["Type"] = "AWS-HMAC",
            ["AccessKeyId"] = key.Id,
            ["SecretAccessKey"] = key.Secret,
            ["Token"] = key.Token!,
            ["Expiration"] = Text(key.Expires.Value),
        });
    }

    private AccessKey Current(Instance instance, string role)
    {
        lock (_gate)
        {
            var ahead = Lifetime / 2 < Ahead ? Lifetime / 2 : Ahead;
            if (!_current.TryGetValue(instance.Id, out var key) || key.Expires - ahead <= time.GetUtcNow())
            {
                key = _current[instance.Id] = keys.AssumeRole(role, instance.Id, Lifetime);
            }

            return key;
        }
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
