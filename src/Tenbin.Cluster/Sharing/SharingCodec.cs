using System.Collections.Immutable;
using System.Text;
using Tenbin.Cluster.Messages;
using Tenbin.Cluster.Transport;
using Tenbin.Model.Configuration;

namespace Tenbin.Cluster.Sharing;

/// <summary>
/// What nodes say on the channel of settings, as bytes, numbers little-endian: a kind (1 byte), then a digest (file, known
/// file, 64 buckets), settings one after the other, or a part of a file (file, part, parts, then sections: value, length of
/// the name, name).
/// </summary>
internal static class SharingCodec
{
    /// <summary>More than the longest file has, with the longest names.</summary>
    public const int MaxParts = 8192;

    private const byte DigestKind = 1, SettingsKind = 2, FilePartKind = 3;
    private const int DigestLength = 1 + 8 + 8 + (8 * SharedSettings.Buckets);
    private const int SectionLength = 8 + 1;

    public static byte[] Write(SettingsDigest digest)
    {
        var bytes = new byte[DigestLength];
        var writer = new MessageWriter(bytes);
        writer.Byte(DigestKind);
        writer.Long(digest.File);
        writer.Long(digest.Knows);
        foreach (var bucket in digest.Buckets)
        {
            writer.Long(bucket);
        }

        return bytes;
    }

    /// <summary>As few payloads as these fit in; made only as they are asked for.</summary>
    public static IEnumerable<byte[]> Write(IEnumerable<SharedSetting> settings)
    {
        var (payload, length) = (new byte[ClusterLinks.MaxPayload], 1);
        payload[0] = SettingsKind;
        foreach (var setting in settings)
        {
            if (length + SettingCodec.MaxLength > payload.Length)
            {
                yield return payload[..length];
                length = 1;
            }

            length += SettingCodec.Write(setting, payload.AsSpan(length), out _);
        }

        if (length > 1)
        {
            yield return payload[..length];
        }
    }

    /// <summary>A file's sections.</summary>
    public static ImmutableArray<byte[]> Write(ConfigFingerprint file)
    {
        var room = ClusterLinks.MaxPayload - (1 + 8 + 2 + 2);
        List<List<SectionFingerprint>> parts = [[]];
        var left = room;
        foreach (var section in file.Sections)
        {
            var length = SectionLength + Encoding.UTF8.GetByteCount(section.Section);
            if (length > left)
            {
                parts.Add([]);
                left = room;
            }

            parts[^1].Add(section);
            left -= length;
        }

        return [.. parts.Select((sections, part) => Write(file.Whole, part, parts.Count, sections))];
    }

    /// <summary>Reads a payload; null when any part of it is wrong.</summary>
    public static SharingMessage? Read(ReadOnlySpan<byte> payload)
    {
        var reader = new MessageReader(payload);
        return reader.Byte() switch
        {
            DigestKind when payload.Length == DigestLength => ReadDigest(ref reader),
            SettingsKind => ReadSettings(ref reader),
            FilePartKind => ReadPart(ref reader),
            _ => null,
        };
    }

    private static byte[] Write(ulong file, int part, int parts, List<SectionFingerprint> sections)
    {
        var bytes = new byte[ClusterLinks.MaxPayload];
        var writer = new MessageWriter(bytes);
        writer.Byte(FilePartKind);
        writer.Long(file);
        writer.Short((ushort)part);
        writer.Short((ushort)parts);
        foreach (var (name, value) in sections)
        {
            writer.Long(value);
            writer.Byte((byte)Encoding.UTF8.GetByteCount(name));
            writer.Bytes(Encoding.UTF8.GetBytes(name));
        }

        return bytes[..writer.Length];
    }

    private static SettingsDigest ReadDigest(ref MessageReader reader)
    {
        var (file, knows) = (reader.Long(), reader.Long());
        var buckets = new ulong[SharedSettings.Buckets];
        for (var bucket = 0; bucket < buckets.Length; bucket++)
        {
            buckets[bucket] = reader.Long();
        }

        return new SettingsDigest(file, knows, [.. buckets]);
    }

    private static SettingsTold? ReadSettings(ref MessageReader reader)
    {
        var settings = ImmutableArray.CreateBuilder<SharedSetting>();
        while (!reader.IsAtEnd)
        {
            if (SettingCodec.Read(ref reader, out var isKnown) is { } setting)
            {
                settings.Add(setting);
            }
            else if (isKnown)
            {
                return null;
            }
        }

        return new SettingsTold(settings.ToImmutable());
    }

    private static FilePart? ReadPart(ref MessageReader reader)
    {
        var (file, part, parts) = (reader.Long(), reader.Short(), reader.Short());
        var sections = ImmutableArray.CreateBuilder<SectionFingerprint>();
        while (!reader.IsAtEnd)
        {
            var value = reader.Long();
            var name = reader.Bytes(reader.Byte());
            if (!IsShowable(name))
            {
                return null;
            }

            sections.Add(new SectionFingerprint(Encoding.ASCII.GetString(name), value));
        }

        return reader.IsShort || part >= parts || parts > MaxParts ? null : new FilePart(file, part, parts, sections.ToImmutable());
    }

    /// <summary>Names of sections are shown on terminals.</summary>
    private static bool IsShowable(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAnyExceptInRange((byte)' ', (byte)'~');
}
