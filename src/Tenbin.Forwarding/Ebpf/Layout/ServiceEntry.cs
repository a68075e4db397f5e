using System.Runtime.InteropServices;
using Tenbin.Model;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct service_key</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct ServiceKey
{
    public MappedAddress Address;
    public NetworkPort Port;
    public byte Protocol;
    private readonly byte _pad;

    public static ServiceKey From(ServiceAddress service) => new()
    {
        Address = MappedAddress.From(service.Address),
        Port = service.Port,
        Protocol = (byte)service.Protocol,
    };

    /// <summary>The service that packets of <paramref name="flow"/>, from a client, are for.</summary>
    public static ServiceKey From(Flow flow) => new()
    {
        Address = flow.Destination,
        Port = flow.DestinationPort,
        Protocol = flow.Protocol,
    };

    public readonly ServiceAddress ToServiceAddress() => new(Address.ToIPAddress(), Port, (Protocol)Protocol);
}

/// <summary><c>struct service</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct ServiceEntry
{
    public uint Id;
    public Scheduler Scheduler;
    public ServiceFlags Flags;
    public byte PersistencePrefixV4;
    public byte PersistencePrefixV6;

    /// <summary>Nanoseconds.</summary>
    public ulong Persistence;
}

/// <summary><c>enum service_flag</c>.</summary>
[Flags]
internal enum ServiceFlags : byte
{
    None = 0,
    HashPort = 1 << 0,
    AllowList = 1 << 1,
    RefuseOnLink = 1 << 2,
    Persistent = 1 << 3,
}
