using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct gate</c>: written word by word through mapped memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct GateEntry
{
    /// <summary>64-bit words of an entry, and their places in it.</summary>
    public const int Words = 2, DeadlineWord = 0, GroupWord = 1;

    /// <summary>Nanoseconds of CLOCK_BOOTTIME; 0 = closed.</summary>
    public long Deadline;

    /// <summary><see cref="HashOf"/> the group's name; 0 = free.</summary>
    public long Group;

    /// <summary>The same in every version and on every machine; never 0.</summary>
    public static long HashOf(string group) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(group))) | 1;
}
