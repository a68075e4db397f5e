using System.Net;
using Tenbin.Linux;

namespace Tenbin.Forwarding.PacketTests.Kernel;

/// <summary>The director's two interfaces and who is behind them.</summary>
internal static class Wiring
{
    public const string ClientNic = "client0", ServerNic = "server0";

    /// <summary>Of the ways to clients and to servers, unless a test narrows one.</summary>
    public const int Mtu = 1500;

    public static MacAddress ClientNicMac { get; } = MacAddress.Parse("02:00:00:00:00:01");

    public static MacAddress ServerNicMac { get; } = MacAddress.Parse("02:00:00:00:00:02");

    /// <summary>The router that all clients' packets come through.</summary>
    public static MacAddress RouterMac { get; } = MacAddress.Parse("02:00:00:00:00:c1");

    /// <summary>The network of real servers, on-link at <see cref="ServerNic"/>.</summary>
    public static IPNetwork ServersV4 { get; } = IPNetwork.Parse("10.0.0.0/24");

    public static IPNetwork ServersV6 { get; } = IPNetwork.Parse("fd00::/64");

    public static MacAddress MacOf(IPAddress server) => new([0x02, 0, 0, 0, 0x0a, server.GetAddressBytes()[^1]]);
}
