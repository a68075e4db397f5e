using System.Net;
using Tenbin.Model;

namespace Tenbin.Health;

/// <summary>What a probe checks.</summary>
/// <param name="server">The real server's own address (never the VIP, also with dsr) and the probed port.</param>
/// <param name="service">Name of the virtual service; of one of them when several share the probe.</param>
/// <param name="listen">Address of that virtual service.</param>
public sealed class ProbeTarget(ServerAddress server, string service, ServiceAddress listen)
{
    /// <summary>The real server's own address and the probed port.</summary>
    public IPEndPoint EndPoint { get; } = new(server.Address, server.Port);

    /// <summary>Name of the virtual service.</summary>
    public string Service { get; } = service;

    /// <summary>Address of the virtual service.</summary>
    public ServiceAddress Listen { get; } = listen;

    /// <summary><c>172.18.1.33:80</c>.</summary>
    public override string ToString() => EndPoint.ToString();
}
