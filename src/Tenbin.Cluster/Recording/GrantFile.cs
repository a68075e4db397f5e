using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Recording;

/// <summary>
/// What this node's vote has granted, kept over restarts of the daemon. It lies in a directory that does not outlive the
/// machine's boot, so a write reaches it as soon as the kernel has it. Layout, little-endian: magic (8), boot id (16), tenure
/// (8), number of groups (8), check sum (8), then for each group: hash of its name, epoch, node, tenure, end, check sum (8 each).
/// </summary>
public sealed class GrantFile : IDisposable
{
    private const ulong Magic = 0x31_54_4e_41_52_47_4e_54; // TNGRANT1
    private const int TenureAt = 24, CountAt = 32, HeaderSumAt = 40, HeaderLength = 48;
    private const int EntryLength = 48, EntrySumAt = 40;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly SafeFileHandle _file;
    private readonly ImmutableArray<ulong> _names;

    private GrantFile(SafeFileHandle file, ImmutableArray<ulong> names, ulong tenure, ImmutableArray<Grant>? recorded)
    {
        _file = file;
        _names = names;
        Tenure = tenure;
        Recorded = recorded;
    }

    /// <summary>Made at random with the file: tells this boot of this machine from others of the same node.</summary>
    public ulong Tenure { get; }

    /// <summary>What had been granted, by group; null when the file is new or damaged: then grants may have been forgotten.</summary>
    public ImmutableArray<Grant>? Recorded { get; }

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="bootId">Of the running machine: a file of another boot is void.</param>
    /// <param name="groups">Names of the groups, by index.</param>
    /// <exception cref="IOException">It cannot be opened or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static GrantFile Open(string path, Guid bootId, IReadOnlyList<string> groups)
    {
        var names = groups.Select(name => Hash(Encoding.UTF8.GetBytes(name))).ToImmutableArray();
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            File.SetUnixFileMode(file, OwnerOnly);
            var content = new byte[RandomAccess.GetLength(file)];
            RandomAccess.Read(file, content, 0);
            var entries = Read(content, bootId);
            var tenure = entries is null
                ? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8))
                : BinaryPrimitives.ReadUInt64LittleEndian(content.AsSpan(TenureAt));
            var grants = names.Select(name => entries?.GetValueOrDefault(name) ?? default).ToImmutableArray();
            var opened = new GrantFile(file, names, tenure, entries is null ? null : grants);
            opened.WriteAll(bootId, grants);
            return opened;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Records a grant. On return it outlives the daemon.</summary>
    public void Write(int group, Grant grant)
    {
        Span<byte> entry = stackalloc byte[EntryLength];
        Fill(entry, _names[group], grant);
        RandomAccess.Write(_file, entry, HeaderLength + (group * EntryLength));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void WriteAll(Guid bootId, ImmutableArray<Grant> grants)
    {
        var content = new byte[HeaderLength + (grants.Length * EntryLength)];
        BinaryPrimitives.WriteUInt64LittleEndian(content, Magic);
        bootId.TryWriteBytes(content.AsSpan(8));
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(TenureAt), Tenure);
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(CountAt), grants.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(HeaderSumAt), Hash(content.AsSpan(0, HeaderSumAt)));
        for (var group = 0; group < grants.Length; group++)
        {
            Fill(content.AsSpan(HeaderLength + (group * EntryLength), EntryLength), _names[group], grants[group]);
        }

        RandomAccess.Write(_file, content, 0);
        RandomAccess.SetLength(_file, content.Length);
    }

    private static Dictionary<ulong, Grant>? Read(ReadOnlySpan<byte> content, Guid bootId)
    {
        // The number of groups tells a file that has lost entries from one that never had them.
        if (content.Length < HeaderLength
            || BinaryPrimitives.ReadUInt64LittleEndian(content[HeaderSumAt..]) != Hash(content[..HeaderSumAt])
            || BinaryPrimitives.ReadUInt64LittleEndian(content) != Magic || new Guid(content.Slice(8, 16)) != bootId
            || content.Length != HeaderLength + (BinaryPrimitives.ReadInt64LittleEndian(content[CountAt..]) * EntryLength))
        {
            return null;
        }

        Dictionary<ulong, Grant> grants = [];
        for (var at = HeaderLength; at < content.Length; at += EntryLength)
        {
            var entry = content.Slice(at, EntryLength);
            if (Long(entry, 5) != Hash(entry[..EntrySumAt]))
            {
                return null;
            }

            grants[Long(entry, 0)] = new Grant(Long(entry, 1), new Holder((byte)Long(entry, 2), Long(entry, 3)), (long)Long(entry, 4));
        }

        return grants;
    }

    private static void Fill(Span<byte> entry, ulong name, Grant grant)
    {
        ReadOnlySpan<ulong> fields = [name, grant.Epoch, grant.Holder.Node, grant.Holder.Tenure, (ulong)grant.Until];
        for (var field = 0; field < fields.Length; field++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(entry[(field * 8)..], fields[field]);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(entry[EntrySumAt..], Hash(entry[..EntrySumAt]));
    }

    private static ulong Long(ReadOnlySpan<byte> entry, int field) => BinaryPrimitives.ReadUInt64LittleEndian(entry[(field * 8)..]);

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
