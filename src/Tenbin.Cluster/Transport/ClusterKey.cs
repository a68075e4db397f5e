using System.Security.Cryptography;

namespace Tenbin.Cluster.Transport;

/// <summary>One shared secret of a cluster.</summary>
public sealed class ClusterKey
{
    /// <summary>Bytes of a secret.</summary>
    internal const int SecretLength = 32;

    private readonly byte[] _secret;

    internal ClusterKey(byte id, DateTimeOffset created, byte[] secret)
    {
        Id = id;
        Created = created;
        _secret = secret;
    }

    /// <summary>1 to 255; stands in clear text in every datagram.</summary>
    public byte Id { get; }

    /// <summary>When it was made; for people only.</summary>
    public DateTimeOffset Created { get; }

    internal ReadOnlySpan<byte> Secret => _secret;

    internal static ClusterKey Generate(byte id, DateTimeOffset now) => new(id, now, RandomNumberGenerator.GetBytes(SecretLength));

    /// <summary>Without the secret (invariant 9).</summary>
    public override string ToString() => $"key {Id} of {Created:yyyy-MM-dd}";
}
