using System.Buffers.Binary;
using Tenbin.Forwarding.PacketTests.Kernel;
using Tenbin.Forwarding.PacketTests.Packets;
using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>Invariant 8: no packet, however broken, crashes, corrupts or leaves something behind.</summary>
public sealed class MalformedTests(KernelFixture kernel)
{
    [Theory]
    [MemberData(nameof(Cases.All), MemberType = typeof(Cases))]
    public void Invariant8_a_packet_cut_off_anywhere_is_left_alone(Hook hook, Family family, Protocol protocol, ForwardingMethod method)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol, method);
        plane.Reconcile(cast.Of());
        var frame = cast.Request().Frame();
        for (var length = TestRun.Shortest(hook, family); length < frame.Length; length++)
        {
            Expect.Untouched(frame[..length], plane.FromClient(hook, frame[..length]));
        }

        Assert.Equal(0, plane.Size("sessions"));
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void Ethernet_padding_is_no_part_of_the_packet(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of());
        var request = cast.Request() with { Payload = [] };
        byte[] padding = [1, 2, 3, 4, 5, 6];
        var expected = Reference.ToServer(request, cast.Server(), ForwardingMethod.Nat, hook);
        Expect.Sent([.. expected.Frame(), .. padding], plane.FromClient(hook, [.. request.Frame(), .. padding]));
        Assert.Equal(request.Layer3().Length, plane.Counters(cast.Server()).Traffic.BytesIn);
    }

    private static readonly Dictionary<string, Action<byte[]>> s_faultsV4 = new()
    {
        ["version 6"] = ip => ip[0] = 0x65,
        ["no header"] = ip => ip[0] = 0x40,
        ["header of 16 bytes"] = ip => ip[0] = 0x44,
        ["header longer than the packet"] = ip => ip[0] = 0x4f,
        ["length 0"] = ip => Write(ip, 2, 0),
        ["length of the header alone"] = ip => Write(ip, 2, 20),
        ["length that cuts layer 4"] = ip => Write(ip, 2, 27),
        ["length beyond the frame"] = ip => Write(ip, 2, 1400),
    };

    private static readonly Dictionary<string, Action<byte[]>> s_faultsV6 = new()
    {
        ["version 4"] = ip => ip[0] = 0x40,
        ["length 0"] = ip => Write(ip, 4, 0),
        ["length that cuts layer 4"] = ip => Write(ip, 4, 7),
        ["length beyond the frame"] = ip => Write(ip, 4, 1400),
    };

    public static MatrixTheoryData<Hook, Protocol, string> BrokenV4 =>
        new([Hook.Tc, Hook.Xdp], [Protocol.Tcp, Protocol.Udp], s_faultsV4.Keys);

    public static MatrixTheoryData<Hook, Protocol, string> BrokenV6 =>
        new([Hook.Tc, Hook.Xdp], [Protocol.Tcp, Protocol.Udp], s_faultsV6.Keys);

    [Theory]
    [MemberData(nameof(BrokenV4))]
    public void Invariant8_a_broken_ipv4_header_is_left_alone(Hook hook, Protocol protocol, string fault) =>
        IsLeftAlone(hook, new Cast(Family.V4, protocol), s_faultsV4[fault]);

    [Theory]
    [MemberData(nameof(BrokenV6))]
    public void Invariant8_a_broken_ipv6_header_is_left_alone(Hook hook, Protocol protocol, string fault) =>
        IsLeftAlone(hook, new Cast(Family.V6, protocol), s_faultsV6[fault]);

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Invariant8_a_broken_tcp_header_is_left_alone(Hook hook, Family family)
    {
        foreach (var (words, payload) in ((int, int)[])[(0, 30), (4, 30), (15, 30)])
        {
            var plane = kernel.Plane();
            var cast = new Cast(family);
            plane.Reconcile(cast.Of());
            var packet = cast.Request() with { Payload = new byte[payload] };
            var frame = packet.Frame();
            frame[ReceivedPacket.Parse(frame).Layer4At + 12] = (byte)(words << 4);
            Expect.Untouched(frame, plane.FromClient(hook, frame));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Families), MemberType = typeof(Cases))]
    public void Invariant8_a_broken_udp_length_is_left_alone(Hook hook, Family family)
    {
        foreach (var length in (ushort[])[0, 7, 1000])
        {
            var plane = kernel.Plane();
            var cast = new Cast(family, Protocol.Udp);
            plane.Reconcile(cast.Of());
            var frame = cast.Request().Frame();
            Write(frame.AsSpan(ReceivedPacket.Parse(frame).Layer4At), 4, length);
            Expect.Untouched(frame, plane.FromClient(hook, frame));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Protocols), MemberType = typeof(Cases))]
    public void Invariant8_any_flipped_bits_leave_a_valid_forward_or_no_change(Hook hook, Family family, Protocol protocol)
    {
        var plane = kernel.Plane();
        var cast = new Cast(family, protocol);
        plane.Reconcile(cast.Of());
        var frame = cast.Request().Frame();
        var headerBits = (ReceivedPacket.Parse(frame).Layer4At + (protocol == Protocol.Tcp ? 20 : 8)) * 8;
        for (var bit = 0; bit < headerBits; bit++)
        {
            Check(plane, hook, Flip(frame, bit), $"bit {bit}");
        }

        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 1000; i++)
        {
            int[] bits = [.. Enumerable.Range(0, random.Next(2, 7)).Select(_ => random.Next(headerBits))];
            var cut = Flip(frame, bits)[..random.Next(TestRun.Shortest(hook, Family.V6), frame.Length + 1)];
            Check(plane, hook, cut, $"seed {seed}: bits {string.Join(' ', bits)}, {cut.Length} bytes");
        }
    }

    private void IsLeftAlone(Hook hook, Cast cast, Action<byte[]> fault)
    {
        var plane = kernel.Plane();
        plane.Reconcile(cast.Of());
        var request = cast.Request();
        var ip = request.Layer3();
        fault(ip);
        var frame = Ethernet.Frame(request.Macs, request.IsV6, ip);
        Expect.Untouched(frame, plane.FromClient(hook, frame));
        Assert.Equal(0, plane.Size("sessions"));
    }

    // Left alone, dropped, or sent with no byte changed but those that must, and no checksum made worse or better.
    private static void Check(Plane plane, Hook hook, byte[] frame, string what)
    {
        var outcome = plane.FromClient(hook, frame);
        if (outcome.Verdict == Verdict.Pass)
        {
            Assert.True(frame.AsSpan().SequenceEqual(outcome.Frame), $"{what}: passed, but changed");
        }
        else if (outcome.IsSent)
        {
            Assert.True(frame.Length == outcome.Frame.Length, $"{what}: length changed");
            var before = ReceivedPacket.Parse(frame);
            var after = ReceivedPacket.Parse(outcome.Frame);
            Assert.True(before.Ttl - 1 == after.Ttl, $"{what}: TTL {before.Ttl} became {after.Ttl}");
            Assert.True(before.Source.Equals(after.Source), $"{what}: source changed");
            Assert.True(before.IpChecksumHolds == after.IpChecksumHolds, $"{what}: IP checksum");
            Assert.True(before.IsFragment || before.Layer4ChecksumHolds == after.Layer4ChecksumHolds, $"{what}: layer-4 checksum");
            // A later fragment may be shorter than the header that it does not have (seed 7996875).
            var rest = Math.Min(frame.Length, before.Layer4At + (before.Protocol == Packet.Tcp ? 18 : 8));
            Assert.True(frame.AsSpan(rest).SequenceEqual(outcome.Frame.AsSpan(rest)), $"{what}: payload changed");
        }
    }

    private static byte[] Flip(byte[] frame, params int[] bits)
    {
        var flipped = frame.ToArray();
        foreach (var bit in bits)
        {
            flipped[bit / 8] ^= (byte)(0x80 >> bit % 8);
        }

        return flipped;
    }

    private static void Write(Span<byte> bytes, int at, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(bytes[at..], value);
}
