using System.Runtime.InteropServices;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct server</c>: a slot is free while its admission is 0; its generation only ever grows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct ServerEntry
{
    public MappedAddress Address;
    public MappedAddress NextHop;
    public MacEntry Mac;
    public MacEntry OwnMac;
    public uint InterfaceIndex;
    public uint Mtu;
    public uint Generation;
    public uint Service;
    public uint Weight;
    public NetworkPort Port;
    public ServerMethod Method;
    public Admission Admission;

    public readonly bool IsFree => Admission == 0;

    public readonly ServerAddress ToServerAddress() => new(Address.ToIPAddress(), Port);
}

/// <summary><c>enum method</c>.</summary>
internal enum ServerMethod : byte
{
    Nat = 1,
    Dsr = 2,
    Local = 3,
}

/// <summary><c>struct server_load</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct ServerLoad
{
    public uint Active;
    public uint Inactive;
}

/// <summary><c>struct traffic</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct TrafficEntry
{
    public ulong Sessions;
    public ulong PacketsIn;
    public ulong BytesIn;
    public ulong PacketsOut;
    public ulong BytesOut;

    public readonly Traffic ToTraffic() =>
        new((long)Sessions, (long)PacketsIn, (long)BytesIn, (long)PacketsOut, (long)BytesOut);

    public static TrafficEntry operator +(TrafficEntry a, TrafficEntry b) => new()
    {
        Sessions = a.Sessions + b.Sessions,
        PacketsIn = a.PacketsIn + b.PacketsIn,
        BytesIn = a.BytesIn + b.BytesIn,
        PacketsOut = a.PacketsOut + b.PacketsOut,
        BytesOut = a.BytesOut + b.BytesOut,
    };
}
