using System.Net;

namespace Tenbin.Lab;

/// <summary>A machine's interface on a segment.</summary>
/// <param name="Segment">Where it is plugged in.</param>
/// <param name="Name">Interface name inside the machine.</param>
/// <param name="V4">Its IPv4 address, in a /24.</param>
/// <param name="V6">Its IPv6 address, in a /64.</param>
/// <param name="Port">The other end's name, in the switch.</param>
public sealed record Nic(Segment Segment, string Name, IPAddress V4, IPAddress V6, string Port);
