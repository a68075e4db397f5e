using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Tenbin.Model;

namespace Tenbin.Cluster.Sharing;

/// <summary>
/// All that operators have set, with versions: nodes that have taken the same commands hold the same, in whatever order and
/// how often they came. Immutable.
/// </summary>
public sealed class SharedSettings
{
    /// <summary>Parts that are compared one by one.</summary>
    public const int Buckets = 64;

    private const int BucketShift = 58;
    private readonly ImmutableDictionary<SettingKey, Held> _held;
    private readonly long _latest;

    private SharedSettings(ImmutableDictionary<SettingKey, Held> held, ImmutableArray<ulong> digest, long latest) =>
        (_held, Digest, _latest) = (held, digest, latest);

    /// <summary>Nobody has set anything.</summary>
    public static SharedSettings Empty { get; } = new(ImmutableDictionary<SettingKey, Held>.Empty, [.. new ulong[Buckets]], 0);

    /// <summary>For each bucket a number that is equal where the content is.</summary>
    public ImmutableArray<ulong> Digest { get; }

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<SharedSetting> All => _held.Values.Select(held => held.Setting);

    /// <summary>How many.</summary>
    public int Count => _held.Count;

    /// <summary>The version of a command that is given now: after everything that this node has seen.</summary>
    /// <param name="node">Index of this node.</param>
    /// <param name="wall">Wall clock.</param>
    public SettingVersion Next(byte node, DateTimeOffset wall) =>
        new(Math.Clamp(Math.Max(_latest + 1, wall.ToUnixTimeMilliseconds()), 1, SettingVersion.MaxCounter), node);

    /// <summary>With these, as far as they win over what is there.</summary>
    /// <param name="settings">Settings of this node or of another.</param>
    /// <param name="taken">Those that have won.</param>
    public SharedSettings With(IEnumerable<SharedSetting> settings, out ImmutableArray<SharedSetting> taken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var (held, digest, latest) = (_held.ToBuilder(), Digest.ToBuilder(), _latest);
        var won = ImmutableArray.CreateBuilder<SharedSetting>();
        foreach (var setting in settings)
        {
            var before = held.GetValueOrDefault(setting.Key);
            latest = Math.Max(latest, setting.Version.Counter);
            if (before.Setting is null || setting.Beats(before.Setting))
            {
                var after = Held.Of(setting);
                digest[after.Bucket] ^= before.Digest ^ after.Digest;
                held[setting.Key] = after;
                won.Add(setting);
            }
        }

        taken = won.ToImmutable();
        return taken.IsEmpty && latest == _latest ? this : new SharedSettings(held.ToImmutable(), digest.ToImmutable(), latest);
    }

    /// <summary>Without those of servers that are not known here.</summary>
    public SharedSettings Of(IReadOnlySet<ServerKey> known)
    {
        var gone = _held.Where(pair => !known.Contains(pair.Key.Server)).ToList();
        var digest = Digest.ToBuilder();
        foreach (var (_, held) in gone)
        {
            digest[held.Bucket] ^= held.Digest;
        }

        return gone.Count == 0 ? this : new SharedSettings(_held.RemoveRange(gone.Select(pair => pair.Key)), digest.ToImmutable(), _latest);
    }

    /// <summary>
    /// Those in buckets of which <paramref name="other"/> has something else, in order of their places and beginning after
    /// <paramref name="place"/>: whoever cannot tell all of them at once goes on there.
    /// </summary>
    internal IEnumerable<(ulong Place, SharedSetting Setting)> NotIn(ImmutableArray<ulong> other, ulong place) => _held.Values
        .Where(held => Digest[held.Bucket] != other[held.Bucket])
        .OrderBy(held => held.Place <= place)
        .ThenBy(held => held.Place)
        .Select(held => (held.Place, held.Setting));

    /// <param name="Setting">The setting; null in what stands for "none".</param>
    /// <param name="Place">From the key, the same on every node: its first bits are the bucket.</param>
    /// <param name="Digest">From key, value and version.</param>
    private readonly record struct Held(SharedSetting Setting, ulong Place, ulong Digest)
    {
        public int Bucket => (int)(Place >> BucketShift);

        public static Held Of(SharedSetting setting)
        {
            Span<byte> bytes = stackalloc byte[SettingCodec.MaxLength];
            var length = SettingCodec.Write(setting, bytes, out var key);
            return new Held(setting, Hash(bytes[..key]), Hash(bytes[..length]));
        }

        private static ulong Hash(ReadOnlySpan<byte> bytes)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes, hash);
            return BinaryPrimitives.ReadUInt64BigEndian(hash);
        }
    }
}
