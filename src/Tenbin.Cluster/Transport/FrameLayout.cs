using System.Buffers.Binary;

namespace Tenbin.Cluster.Transport;

/// <summary>Where things stand in a datagram; numbers are big-endian. The table is in docs/design/032-transport.md.</summary>
internal static class FrameLayout
{
    public const ushort Magic = 0x544E; // "TN"
    public const byte Version = 1;
    public const byte HelloKind = 1;
    public const byte DataKind = 2;

    public const int VersionAt = 2, Kind = 3, KeyId = 4, Sender = 5, Receiver = 6, Link = 7, Session = 8;
    public const int Tag = 16;

    // Hello: authenticated, holds nothing secret.
    public const int Echo = 24, OldestVersion = 40, NewestVersion = 41, HelloTag = 42;
    public const int HelloLength = HelloTag + Tag;

    // Data: header in clear text, the rest encrypted.
    public const int ReceiverSession = 16, Sequence = 24;
    public const int Header = 32;
    public const int Stamp = 0, StampEcho = 4, Held = 8, PayloadChannel = 12, Preface = 13; // in the plain text, ahead of the payload
    public const int MaxPayload = 1_200;
    public const int MaxPlain = Preface + MaxPayload;
    public const int DataOverhead = Header + Preface + Tag;
    public const int MaxDatagram = DataOverhead + MaxPayload;

    public static void WriteStart(Span<byte> frame, byte kind, byte key, byte sender, byte receiver, byte link)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame, Magic);
        frame[VersionAt] = Version;
        frame[Kind] = kind;
        frame[KeyId] = key;
        frame[Sender] = sender;
        frame[Receiver] = receiver;
        frame[Link] = link;
    }
}
