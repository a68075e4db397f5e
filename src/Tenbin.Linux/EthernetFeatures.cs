using System.Runtime.InteropServices;
using System.Text;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux;

/// <summary>Offloads of an interface (ethtool(8), include/uapi/linux/ethtool.h), in the calling thread's network namespace.</summary>
public static unsafe class EthernetFeatures
{
    private const uint GetFlags = 0x25, SetFlags = 0x26;
    private const uint LargeReceive = 1 << 15;
    private const uint IoControl = 0x8946;
    private const int NameSize = 16;

    /// <summary>Large receive offload: packets are joined for good, which wrecks what is forwarded. Null when it cannot be told.</summary>
    public static bool? ReadLargeReceive(string interfaceName) => Ask(interfaceName, GetFlags, 0) is { } flags ? (flags & LargeReceive) != 0 : null;

    /// <summary>Switches large receive offload.</summary>
    /// <exception cref="LinuxException">The driver or the kernel refused.</exception>
    public static void SetLargeReceive(string interfaceName, bool on)
    {
        var flags = Ask(interfaceName, GetFlags, 0);
        if (flags is null || Ask(interfaceName, SetFlags, on ? flags.Value | LargeReceive : flags.Value & ~LargeReceive) is null)
        {
            throw LinuxException.FromLastCall($"switch large receive offload of {interfaceName} {(on ? "on" : "off")}");
        }
    }

    private static uint? Ask(string interfaceName, uint command, uint value)
    {
        using var socket = Libc.Socket(family: 2, type: 2 | 0x80000, protocol: 0);
        var ethtool = stackalloc uint[2] { command, value };
        Request request = default;
        var name = new Span<byte>(request.Name, NameSize);
        if (socket.IsInvalid || Encoding.UTF8.GetByteCount(interfaceName) >= NameSize)
        {
            return null;
        }

        Encoding.UTF8.GetBytes(interfaceName, name);
        request.Data = ethtool;
        return Libc.IoControl(socket, IoControl, &request) == 0 ? ethtool[1] : null;
    }

    /// <summary>struct ifreq, with ifr_data.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 40)]
    private struct Request
    {
        public fixed byte Name[NameSize];
        public void* Data;
    }
}
