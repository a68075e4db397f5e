using System.Net.Sockets;
using Tenbin.Linux.Ping;

namespace Tenbin.Linux.Tests.Ping;

public class IcmpEchoTests
{
    private const uint Key = 0x1234abcd;
    private static readonly byte[] Payload = [1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void A_request_is_laid_out_as_in_rfc_792()
    {
        byte[] packet = new byte[16];
        IcmpEcho.WriteRequest(packet, AddressFamily.InterNetwork, Key, Payload);

        Assert.Equal([8, 0], packet[..2]);
        Assert.Equal([0x12, 0x34, 0xab, 0xcd, 1, 2, 3, 4, 5, 6, 7, 8], packet[4..]);
        Assert.Equal(0, InternetChecksum.Of(packet));
    }

    [Fact]
    public void The_checksum_is_that_of_rfc_1071()
    {
        Assert.Equal(0x220d, InternetChecksum.Of([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]));
        Assert.Equal(0xfeff, InternetChecksum.Of([0x01]));
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork, 0)]
    [InlineData(AddressFamily.InterNetworkV6, 129)]
    public void A_reply_gives_key_and_payload(AddressFamily family, byte type)
    {
        byte[] packet = [.. HeaderOf(family, outer: true), .. Echo(type), .. Payload];

        Assert.True(IcmpEcho.TryRead(packet, family, out IcmpAnswer answer));
        Assert.Equal((Key, null), (answer.Key, answer.Error));
        Assert.Equal(Payload, answer.Payload);
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork, 3, 1, 8, "host unreachable")]
    [InlineData(AddressFamily.InterNetwork, 3, 13, 8, "forbidden by a firewall")]
    [InlineData(AddressFamily.InterNetwork, 11, 0, 8, "time to live exceeded")]
    [InlineData(AddressFamily.InterNetworkV6, 1, 0, 128, "network unreachable")]
    [InlineData(AddressFamily.InterNetworkV6, 3, 0, 128, "time to live exceeded")]
    public void An_error_gives_the_key_of_the_request_in_it(
        AddressFamily family, byte type, byte code, byte request, string error)
    {
        byte[] packet =
            [.. HeaderOf(family, outer: true), type, code, 0, 0, 0, 0, 0, 0, .. HeaderOf(family, outer: false), .. Echo(request)];

        Assert.True(IcmpEcho.TryRead(packet, family, out IcmpAnswer answer));
        Assert.Equal((Key, error), (answer.Key, answer.Error));
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.InterNetworkV6)]
    public void Invariant8_no_packet_can_harm(AddressFamily family)
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        byte[] types = [0, 1, 3, 11, 129];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] packet = new byte[random.Next(100)];
            random.NextBytes(packet);
            if (packet.Length > 21)
            {
                packet[0] = 0x45;
                packet[family == AddressFamily.InterNetwork ? 20 : 0] = types[random.Next(types.Length)];
            }
            IcmpEcho.TryRead(packet, family, out _);
        }
    }

    private static byte[] Echo(byte type) => [type, 0, 0, 0, 0x12, 0x34, 0xab, 0xcd];

    /// <summary>A raw socket gives the outer header of IPv4 only.</summary>
    private static byte[] HeaderOf(AddressFamily family, bool outer)
    {
        if (family == AddressFamily.InterNetwork)
        {
            byte[] v4 = new byte[24];
            v4[0] = 0x46;
            return v4;
        }
        byte[] v6 = new byte[outer ? 0 : 40];
        if (!outer)
        {
            v6[0] = 0x60;
            v6[6] = 58;
        }
        return v6;
    }
}
