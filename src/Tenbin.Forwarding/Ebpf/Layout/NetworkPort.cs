using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>__be16</c>: a port in network order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NetworkPort
{
    private readonly ushort _value;

    private NetworkPort(ushort value) => _value = value;

    public static implicit operator NetworkPort(ushort port) => new(Swap(port));

    public static implicit operator ushort(NetworkPort port) => Swap(port._value);

    private static ushort Swap(ushort value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
