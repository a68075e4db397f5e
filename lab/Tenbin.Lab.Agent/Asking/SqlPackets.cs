using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tenbin.Lab.Agent.Asking;

/// <summary>Packets of MariaDB's client/server protocol (mariadb.com/kb, "Clients &amp; Utilities", "MariaDB protocol").</summary>
internal static class SqlPackets
{
    private const string Plugin = "mysql_native_password";
    private const int HeaderLength = 4, LongestPacket = 1 << 24;
    private const byte Error = 0xff, End = 0xfe, Null = 0xfb, Utf8 = 45;

    // CLIENT_LONG_PASSWORD, _PROTOCOL_41, _TRANSACTIONS, _SECURE_CONNECTION, _PLUGIN_AUTH.
    private const uint Capabilities = 0x1 | 0x200 | 0x2000 | 0x8000 | 0x80000;

    /// <summary>The next packet's content.</summary>
    /// <exception cref="InvalidDataException">It tells of an error.</exception>
    public static async Task<byte[]> Read(Stream stream, CancellationToken stop)
    {
        var header = new byte[HeaderLength];
        await stream.ReadExactlyAsync(header, stop);
        var packet = new byte[header[0] | (header[1] << 8) | (header[2] << 16)];
        await stream.ReadExactlyAsync(packet, stop);
        return packet is [Error, ..]
            ? throw new InvalidDataException($"error {BinaryPrimitives.ReadUInt16LittleEndian(packet.AsSpan(1))}: {Encoding.UTF8.GetString(packet.AsSpan(3))}")
            : packet;
    }

    public static async Task Write(Stream stream, byte sequence, byte[] content, CancellationToken stop)
    {
        var packet = new byte[HeaderLength + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(packet, content.Length);
        packet[3] = sequence;
        content.CopyTo(packet, HeaderLength);
        await stream.WriteAsync(packet, stop);
    }

    /// <summary>The answer to a server's greeting ("Connecting": initial handshake packet, handshake response packet).</summary>
    public static byte[] LogIn(ReadOnlySpan<byte> greeting, string user, string password)
    {
        const int thread = 4, saltStart = 8, between = 19, saltEnd = 12;
        var afterVersion = greeting.IndexOf((byte)0) + 1 + thread;
        byte[] salt =
        [
            .. greeting.Slice(afterVersion, saltStart),
            .. greeting.Slice(afterVersion + saltStart + between, saltEnd),
        ];
        var answer = new byte[32];
        BinaryPrimitives.WriteUInt32LittleEndian(answer, Capabilities);
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(4), LongestPacket);
        answer[8] = Utf8;
        var proof = Scramble(password, salt);
        return [.. answer, .. Encoding.UTF8.GetBytes(user), 0, (byte)proof.Length, .. proof, .. Encoding.ASCII.GetBytes(Plugin), 0];
    }

    public static bool IsEnd(ReadOnlySpan<byte> packet) => packet is [End, ..] && packet.Length < 9;

    /// <summary>A row's first column.</summary>
    public static string FirstText(ReadOnlySpan<byte> row) => row[0] switch
    {
        Null => throw new InvalidDataException("the first column is NULL"),
        > Null => throw new InvalidDataException("the first column is too long for a name"),
        var length => Encoding.UTF8.GetString(row.Slice(1, length)),
    };

    // SHA1(password) XOR SHA1(salt SHA1(SHA1(password))).
#pragma warning disable CA5350 // The protocol's own choice.
    private static byte[] Scramble(string password, byte[] salt)
    {
        var once = SHA1.HashData(Encoding.UTF8.GetBytes(password));
        var mask = SHA1.HashData([.. salt, .. SHA1.HashData(once)]);
        return [.. once.Zip(mask, (left, right) => (byte)(left ^ right))];
    }
#pragma warning restore CA5350
}
