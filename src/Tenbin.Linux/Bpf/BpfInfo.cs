using System.Text;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.Bpf;

/// <summary>What programs, maps and links have in common: information by descriptor, and opening by id.</summary>
internal static unsafe class BpfInfo
{
    private const int NameLength = 16;

    /// <summary>Fills <paramref name="info"/>.</summary>
    public static void Read(FileDescriptor descriptor, void* info, uint size, string kind)
    {
        var result = LibBpf.ObjectInfo(descriptor, info, &size);
        if (result < 0)
        {
            throw BpfException.From($"read {kind} information", result);
        }
    }

    /// <summary>A name field, up to its terminating zero.</summary>
    public static string Text(byte* name)
    {
        var bytes = new ReadOnlySpan<byte>(name, NameLength);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    /// <summary>The descriptor of a successful open; null when the id is gone.</summary>
    public static FileDescriptor? OpenById(int result, string operation) => result switch
    {
        >= 0 => new FileDescriptor(result),
        -Errno.ENOENT => null,
        _ => throw BpfException.From(operation, result),
    };
}
