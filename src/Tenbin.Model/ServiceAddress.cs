using System.Net;

namespace Tenbin.Model;

/// <summary>What clients connect to: the address, port and protocol of a virtual service.</summary>
/// <param name="Address">The virtual address (VIP), IPv4 or IPv6.</param>
/// <param name="Port">1–65535.</param>
/// <param name="Protocol">TCP or UDP.</param>
public readonly record struct ServiceAddress(IPAddress Address, ushort Port, Protocol Protocol)
{
    /// <summary>As in the file: <c>172.18.1.199:80/tcp</c>, <c>[2001:db8::1]:53/udp</c>.</summary>
    public override string ToString() =>
        $"{new IPEndPoint(Address, Port)}/{(Protocol == Protocol.Tcp ? "tcp" : "udp")}";
}
