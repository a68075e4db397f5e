using System.Collections.Immutable;

namespace Tenbin.Model.Configuration;

/// <summary>Key <c>type</c> of a witness: what keeps the register.</summary>
public enum WitnessType
{
    /// <summary>A key in etcd.</summary>
    Etcd,

    /// <summary>An item in a table of DynamoDB.</summary>
    DynamoDb,

    /// <summary>An object in a bucket of S3.</summary>
    S3,
}

/// <summary>Key <c>witness</c>: the third vote of a pair.</summary>
/// <param name="Endpoints">
/// Key <c>endpoints</c>, URLs with port, without a path: of the etcd members, at least one; or the one of DynamoDB or S3,
/// where none means the region's own.
/// </param>
/// <param name="Prefix">Key <c>prefix</c>: of the keys that Tenbin writes; begins with a slash and ends without.</param>
public sealed record WitnessSettings(ImmutableArray<Uri> Endpoints, string Prefix = WitnessSettings.DefaultPrefix)
{
    /// <summary>What <see cref="Prefix"/> is when the file does not say it.</summary>
    public const string DefaultPrefix = "/tenbin";

    /// <summary>Key <c>type</c>.</summary>
    public WitnessType Type { get; init; }

    /// <summary>Key <c>table</c> or <c>bucket</c>; null for etcd.</summary>
    public string? Store { get; init; }

    /// <summary>Key <c>user</c>; null = no authentication.</summary>
    public string? User { get; init; }

    /// <summary>Key <c>password-file</c>: the one line that it holds; null exactly when <see cref="User"/> is.</summary>
    public string? Password { get; init; }

    /// <summary>By value, endpoints item by item.</summary>
    public bool Equals(WitnessSettings? other) =>
        other is not null
        && Type == other.Type
        && Store == other.Store
        && Prefix == other.Prefix
        && User == other.User
        && Password == other.Password
        && Endpoints.SequenceEqual(other.Endpoints);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Store, Prefix, User, Endpoints.Length);

    /// <summary>Without the password (invariant 9).</summary>
    public override string ToString() => Type switch
    {
        WitnessType.DynamoDb => $"dynamodb {Store}",
        WitnessType.S3 => $"s3 {Store}",
        _ => $"etcd {string.Join(", ", Endpoints)}",
    };
}
