using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct scoped_prefix</c>: a network that counts for one service (<c>allowed</c>) or interface (<c>on_link</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct ScopedPrefix
{
    private const uint ScopeBits = 32;

    public uint Prefix;
    public uint Scope;
    public MappedAddress Address;

    public static ScopedPrefix From(uint scope, IPNetwork network) => new()
    {
        Prefix = ScopeBits + (uint)network.PrefixLength +
                 (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? MappedAddress.MappedBits : 0u),
        Scope = scope,
        Address = MappedAddress.From(network.BaseAddress),
    };
}
