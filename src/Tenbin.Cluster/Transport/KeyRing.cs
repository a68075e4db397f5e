using System.Security.Cryptography;

namespace Tenbin.Cluster.Transport;

/// <summary>What is derived from a key file (HKDF-SHA256, RFC 5869). A secret itself authenticates nothing.</summary>
internal sealed class KeyRing
{
    private readonly ClusterKey?[] _keys = new ClusterKey?[256];
    private readonly byte[]?[] _hello = new byte[]?[256];

    public KeyRing(KeyFile file)
    {
        ActiveId = file.Active.Id;
        foreach (var key in file.Keys)
        {
            _keys[key.Id] = key;
            _hello[key.Id] = Derive(key, "tenbin 1 hello"u8);
        }
    }

    /// <summary>Id of the key to send with.</summary>
    public byte ActiveId { get; }

    /// <summary>A key of that id is accepted.</summary>
    public bool Knows(byte id) => _keys[id] is not null;

    /// <summary>Authenticates hellos; only for a known id.</summary>
    public ReadOnlySpan<byte> HelloKey(byte id) => _hello[id]!;

    /// <summary>A cipher for what one run of a node sends to one run of another, for each key, by key id.</summary>
    public AesGcm?[] Ciphers(NodeRun sender, NodeRun receiver)
    {
        var purpose = "tenbin 1 data"u8;
        Span<byte> info = stackalloc byte[purpose.Length + 2 * NodeRun.Length];
        purpose.CopyTo(info);
        sender.Write(info[purpose.Length..]);
        receiver.Write(info[(purpose.Length + NodeRun.Length)..]);
        var ciphers = new AesGcm?[_keys.Length];
        foreach (var key in _keys)
        {
            if (key is not null)
            {
                ciphers[key.Id] = new AesGcm(Derive(key, info), FrameLayout.Tag);
            }
        }

        return ciphers;
    }

    private static byte[] Derive(ClusterKey key, ReadOnlySpan<byte> info)
    {
        var derived = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret, derived, salt: [], info);
        return derived;
    }
}
