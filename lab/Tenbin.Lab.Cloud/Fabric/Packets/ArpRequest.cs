using System.Buffers.Binary;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Linux;

namespace Tenbin.Lab.Cloud.Fabric.Packets;

/// <summary>An ARP frame for IPv4 over Ethernet (RFC 826).</summary>
/// <param name="IsRequest">Or a reply.</param>
/// <param name="SenderMac">Whose word it is.</param>
/// <param name="Sender">Its address; 0.0.0.0 in a probe.</param>
/// <param name="Target">The address asked for.</param>
internal readonly record struct ArpRequest(bool IsRequest, MacAddress SenderMac, Ip Sender, Ip Target)
{
    private const int SenderMacAt = 22, SenderAt = 28, TargetMacAt = 32, TargetAt = 38;

    private static ReadOnlySpan<byte> EthernetV4 => [0, 1, 8, 0, 6, 4];

    /// <summary>Reads a frame of at least 42 bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out ArpRequest asked)
    {
        var operation = BinaryPrimitives.ReadUInt16BigEndian(frame[20..]);
        asked = new(operation == 1, new(frame.Slice(SenderMacAt, 6)), Ip.FromV4(frame[SenderAt..]), Ip.FromV4(frame[TargetAt..]));
        return frame[14..20].SequenceEqual(EthernetV4) && operation is 1 or 2;
    }

    /// <summary>Turns the frame into the answer: <see cref="Target"/> is at <paramref name="holder"/>.</summary>
    public static void WriteReply(Span<byte> frame, MacAddress holder, ArpRequest asked) =>
        Write(frame, asked.SenderMac, holder, operation: 2, asked.Target, asked.SenderMac, asked.Sender);

    /// <summary>A gratuitous request to all, which every Linux takes when it knows the address.</summary>
    public static void WriteAnnouncement(Span<byte> frame, MacAddress holder, Ip address) =>
        Write(frame, new([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), holder, operation: 1, address, default, address);

    private static void Write(Span<byte> frame, MacAddress to, MacAddress holder, ushort operation, Ip sender, MacAddress targetMac, Ip target)
    {
        Ethernet.Address(frame, to, holder);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], Ethernet.Arp);
        EthernetV4.CopyTo(frame[14..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[20..], operation);
        holder.CopyTo(frame[SenderMacAt..]);
        sender.CopyTo(frame[SenderAt..]);
        targetMac.CopyTo(frame[TargetMacAt..]);
        target.CopyTo(frame[TargetAt..]);
    }
}
