using System.Globalization;
using System.Net;

namespace Tenbin.Lab;

/// <summary>A machine's interface on a segment.</summary>
/// <param name="Segment">Where it is plugged in.</param>
/// <param name="Name">Interface name inside the machine.</param>
/// <param name="V4">Its IPv4 address, in a /24.</param>
/// <param name="V6">Its IPv6 address, in a /64.</param>
/// <param name="Port">The other end's name, in the switch.</param>
public sealed record Nic(Segment Segment, string Name, IPAddress V4, IPAddress V6, string Port)
{
    /// <summary>Its hardware address, <c>02:00</c> and the four bytes of <see cref="V4"/>: it tells machines apart in a capture.</summary>
    public string Mac { get; } = $"02:00:{string.Join(':', V4.GetAddressBytes().Select(part => part.ToString("x2", CultureInfo.InvariantCulture)))}";
}
