using System.Net;
using System.Text;
using Tenbin.Cluster.Messages;
using Tenbin.Model;

namespace Tenbin.Cluster.Sharing;

/// <summary>
/// One setting as bytes, numbers little-endian: its key (length of the address, address, port, length of the service's name,
/// name, kind), then counter, node, and the value with a flag ahead that is 0 when there is none.
/// </summary>
internal static class SettingCodec
{
    private const int LongestName = 63;

    /// <summary>No setting is longer, in bytes.</summary>
    public const int MaxLength = 1 + 16 + 2 + 1 + LongestName + 1 + 8 + 1 + 1 + 2;

    /// <summary>Writes one.</summary>
    /// <param name="setting">Which.</param>
    /// <param name="space">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="key">Bytes of the key.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(SharedSetting setting, Span<byte> space, out int key)
    {
        var writer = new MessageWriter(space);
        var (service, server) = setting.Key.Server;
        var address = server.Address.GetAddressBytes();
        writer.Byte((byte)address.Length);
        writer.Bytes(address);
        writer.Short(server.Port);
        writer.Byte((byte)service.Length);
        writer.Bytes(Encoding.ASCII.GetBytes(service));
        writer.Byte((byte)setting.Key.Kind);
        key = writer.Length;
        writer.Long((ulong)setting.Version.Counter);
        writer.Byte(setting.Version.Node);
        writer.Byte((byte)(setting.Value is null ? 0 : 1));
        writer.Short(setting.Value ?? 0);
        return writer.Length;
    }

    /// <summary>Reads the next one.</summary>
    /// <param name="reader">Stands behind it afterwards.</param>
    /// <param name="isKnown">False: of a kind that a later version has.</param>
    /// <returns>Null when it is malformed, or not known.</returns>
    public static SharedSetting? Read(ref MessageReader reader, out bool isKnown)
    {
        var address = reader.Bytes(reader.Byte());
        var port = reader.Short();
        var name = reader.Bytes(reader.Byte());
        var kind = (SettingKind)reader.Byte();
        var (counter, node) = (reader.Long(), reader.Byte());
        var (flag, value) = (reader.Byte(), reader.Short());
        isKnown = reader.IsShort || kind is SettingKind.Drain or SettingKind.Weight;
        if (!isKnown || reader.IsShort || address.Length is not (4 or 16) || port == 0 || !IsName(name) || counter > SettingVersion.MaxCounter
            || flag > 1 || (flag == 0 && value != 0) || (kind == SettingKind.Drain && flag != value))
        {
            return null;
        }

        var key = new ServerKey(Encoding.ASCII.GetString(name), new ServerAddress(new IPAddress(address), port));
        return new SharedSetting(new SettingKey(key, kind), flag == 0 ? null : value, new SettingVersion((long)counter, node));
    }

    /// <summary>Such as the file allows for services.</summary>
    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'-' or (byte)'_' or (byte)'.'))
            {
                return false;
            }
        }

        return name.Length is > 0 and <= LongestName;
    }
}
