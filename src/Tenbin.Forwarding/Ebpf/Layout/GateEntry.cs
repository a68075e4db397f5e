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
    public const int Words = 4, DeadlineWord = 0, GroupWord = 1, RelayWord = 2, AcceptWord = 3;

    private const long NodeMask = 0xff;

    /// <summary>Nanoseconds of CLOCK_BOOTTIME; 0 = closed.</summary>
    public long Deadline;

    /// <summary><see cref="HashOf"/> the group's name; 0 = free.</summary>
    public long Group;

    /// <summary>Until when what comes to the closed gate goes on to a node (<see cref="Until"/>); 0 = it does not.</summary>
    public long Relay;

    /// <summary>Until when what a node relays passes the closed gate; 0 = nothing does.</summary>
    public long Accept;

    /// <summary>A time with a node in its lowest byte.</summary>
    public static long Until(long bootNanoseconds, byte node) => (bootNanoseconds & ~NodeMask) | node;

    /// <summary>The same in every version and on every machine; never 0.</summary>
    public static long HashOf(string group) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(group))) | 1;
}
