using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Tenbin.Linux.Interop;
using Tenbin.Linux.Netlink;

namespace Tenbin.Linux.Netfilter;

/// <summary>
/// Reads nftables' tables of one network namespace, that of the thread which opened it, over nfnetlink
/// (include/uapi/linux/netfilter/nf_tables.h). It changes nothing: <c>nft</c> does that.
/// </summary>
public sealed class NetfilterTables : IDisposable
{
    /// <summary>Error of <see cref="Open"/> on a kernel without netfilter (EPROTONOSUPPORT).</summary>
    public const int NotInKernel = 93;

    private const int Protocol = 12;
    private const ushort Subsystem = 10 << 8;
    private const ushort NewTable = Subsystem | 0, GetTable = Subsystem | 1, NewChain = Subsystem | 3, GetChain = Subsystem | 4;
    private const ushort NewRule = Subsystem | 6, GetRule = Subsystem | 7;
    private const ushort TableName = 1, TableUserData = 6;
    private const ushort RuleTable = 1, RuleChain = 2, RuleUserData = 7;
    private const ushort ChainTable = 1, ChainName = 3, ChainHook = 4, ChainPolicy = 5, ChainType = 7;
    private const ushort HookNumber = 1;

    private readonly NetlinkSocket _socket = new(Protocol);

    private NetfilterTables()
    {
    }

    /// <summary>Opens a socket in the calling thread's network namespace.</summary>
    /// <exception cref="LinuxException">Not permitted, or this kernel has no netfilter.</exception>
    public static NetfilterTables Open() => new();

    /// <summary>All tables; none where nftables is not loaded.</summary>
    public IReadOnlyList<NetfilterTable> Tables() => Dump(Request(GetTable, 0), "list nftables tables", message =>
    {
        if (message.Header.Type != NewTable || !message.TryRead<GenericMessage>(out var head, out var attributes))
        {
            return null;
        }

        string name = "", comment = "";
        while (attributes.MoveNext())
        {
            (name, comment) = attributes.Type switch
            {
                TableName => (attributes.Text, comment),
                TableUserData => (name, Comment(attributes.Value)),
                _ => (name, comment),
            };
        }

        return new NetfilterTable((NetfilterFamily)head.Family, name, comment);
    });

    /// <summary>Comments of a table's rules, in order; empty for a rule without. The table may be gone: then none.</summary>
    public IReadOnlyList<string> RuleComments(NetfilterTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Dump(
            Request(GetRule, (byte)table.Family).Attribute(RuleTable, Encoding.UTF8.GetBytes(table.Name + '\0')), $"list rules of nftables table {table.Name}",
            message =>
            {
                if (message.Header.Type != NewRule || !message.TryRead<GenericMessage>(out _, out var attributes))
                {
                    return null;
                }

                string of = "", comment = "";
                while (attributes.MoveNext())
                {
                    (of, comment) = attributes.Type switch
                    {
                        RuleTable => (attributes.Text, comment),
                        RuleUserData => (of, Comment(attributes.Value)),
                        _ => (of, comment),
                    };
                }

                return of == table.Name ? comment : null;
            });
    }

    /// <summary>All chains that the kernel calls by itself.</summary>
    public IReadOnlyList<NetfilterChain> BaseChains() => Dump(Request(GetChain, 0), "list nftables chains", message =>
    {
        if (message.Header.Type != NewChain || !message.TryRead<GenericMessage>(out var head, out var attributes))
        {
            return null;
        }

        string table = "", name = "", type = "";
        uint? hook = null;
        var drops = false;
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case ChainTable:
                    table = attributes.Text;
                    break;
                case ChainName:
                    name = attributes.Text;
                    break;
                case ChainType:
                    type = attributes.Text;
                    break;
                case ChainPolicy when attributes.Value.Length == 4:
                    drops = BinaryPrimitives.ReadUInt32BigEndian(attributes.Value) == 0;
                    break;
                case ChainHook:
                    hook = Hook(attributes.Nested);
                    break;
            }
        }

        return hook is { } number ? new NetfilterChain((NetfilterFamily)head.Family, table, name, type, (int)number, drops) : null;
    });

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static uint? Hook(NetlinkAttributes attributes)
    {
        while (attributes.MoveNext())
        {
            if (attributes.Type == HookNumber && attributes.Value.Length == 4)
            {
                return BinaryPrimitives.ReadUInt32BigEndian(attributes.Value);
            }
        }

        return null;
    }

    /// <summary>User data are type, length, value; nft writes a comment as type 0, with its zero.</summary>
    private static string Comment(ReadOnlySpan<byte> data)
    {
        while (data.Length >= 2 && data.Length >= 2 + data[1])
        {
            if (data[0] == 0)
            {
                return Encoding.UTF8.GetString(data.Slice(2, data[1]).TrimEnd((byte)0));
            }

            data = data[(2 + data[1])..];
        }

        return "";
    }

    private static NetlinkRequest Request(ushort type, byte family) => new NetlinkRequest(type, NetlinkHeader.Dump).With(new GenericMessage { Family = family });

    private List<T> Dump<T>(NetlinkRequest request, string operation, Func<NetlinkMessage, T?> parse) where T : class
    {
        try
        {
            return _socket.Dump(request, operation, parse);
        }
        catch (LinuxException e) when (e.Error is Errno.EOPNOTSUPP or Errno.EINVAL or Errno.ENOENT)
        {
            // The nftables module is not loaded and there are no tables, or that table is gone.
            return [];
        }
    }

    /// <summary>struct nfgenmsg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct GenericMessage
    {
        public byte Family, Version;
        public ushort Resource;
    }
}
