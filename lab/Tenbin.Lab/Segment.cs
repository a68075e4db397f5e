using System.Globalization;
using System.Net;

namespace Tenbin.Lab;

/// <summary>One Ethernet segment: a bridge in the switch namespace, with an IPv4 /24 and an IPv6 /64.</summary>
public sealed class Segment
{
    private readonly string _prefixV4;
    private readonly string _prefixV6;

    /// <param name="name">Also the name of a machine's interface on it; at most 11 characters.</param>
    /// <param name="number">0–255: the networks are <c>10.77.number.0/24</c> and <c>fd77:number::/64</c>.</param>
    internal Segment(string name, byte number)
    {
        Name = name;
        _prefixV4 = string.Create(CultureInfo.InvariantCulture, $"10.77.{number}.");
        _prefixV6 = string.Create(CultureInfo.InvariantCulture, $"fd77:{number}::");
    }

    public string Name { get; }

    public string NetworkV4 => $"{_prefixV4}0/24";

    public string NetworkV6 => $"{_prefixV6}/64";

    internal string Bridge => $"br-{Name}";

    /// <summary>The IPv4 address of host 1–254: <c>10.77.1.33</c> for 33.</summary>
    public IPAddress V4(int host) => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"{_prefixV4}{host}"));

    /// <summary>The IPv6 address that looks the same: <c>fd77:1::33</c> for 33.</summary>
    public IPAddress V6(int host) => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"{_prefixV6}{host}"));
}
