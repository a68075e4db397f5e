using System.Runtime.InteropServices;

namespace Tenbin.Forwarding.Ebpf.Layout;

/// <summary><c>struct import</c>: one change to enter, its server found.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct ImportEntry
{
    public Flow Flow;
    public uint Server;
    public uint Generation;
    public uint Version;
    public uint IdleMilliseconds;
    public uint AgeMilliseconds;
    public uint ClientInterfaceIndex;
    public SessionRecordKind Kind;
    public SessionState State;
    public byte Round;
    private readonly byte _pad;
}

/// <summary><c>struct import_batch</c>, without its entries.</summary>
internal static class ImportBatch
{
    /// <summary><c>IMPORT_MAX</c>.</summary>
    public const int MaxEntries = 40;

    public const int CountOffset = 14, HeaderLength = 16;
}

/// <summary><c>struct import_result</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ImportResult(uint Entered, uint Stale, uint Refused, uint Unknown);
