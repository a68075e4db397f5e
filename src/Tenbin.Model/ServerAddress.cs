using System.Net;

namespace Tenbin.Model;

/// <summary>Where one real server of a service listens.</summary>
/// <param name="Address">IPv4 or IPv6, of the same family as the virtual service.</param>
/// <param name="Port">1–65535; with <c>dsr</c> always the port of the virtual service.</param>
public readonly record struct ServerAddress(IPAddress Address, ushort Port)
{
    /// <summary><c>172.18.1.33:80</c> or <c>[2001:db8::33]:80</c>.</summary>
    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}

/// <summary>One real server as a member of one virtual service: what health, drain and weight belong to.</summary>
/// <param name="Service">Name of the virtual service in the file.</param>
/// <param name="Server">The real server's address and port.</param>
public readonly record struct ServerKey(string Service, ServerAddress Server)
{
    /// <summary><c>web/172.18.1.33:80</c>.</summary>
    public override string ToString() => $"{Service}/{Server}";
}
