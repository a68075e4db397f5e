using System.Net;
using System.Runtime.InteropServices;
using Tenbin.Model;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct flow</c>: one direction of a connection, as a packet shows it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct Flow
{
    public MappedAddress Source;
    public MappedAddress Destination;
    public NetworkPort SourcePort;
    public NetworkPort DestinationPort;
    public byte Protocol;
    private readonly byte _pad0;
    private readonly ushort _pad1;

    public readonly IPEndPoint Client => new(Source.ToIPAddress(), SourcePort);

    public readonly ServiceAddress Service => new(Destination.ToIPAddress(), DestinationPort, (Protocol)Protocol);

    public static Flow Between(IPEndPoint client, ServiceAddress service) => new()
    {
        Source = MappedAddress.From(client.Address),
        SourcePort = (ushort)client.Port,
        Destination = MappedAddress.From(service.Address),
        DestinationPort = service.Port,
        Protocol = (byte)service.Protocol,
    };
}
