using Microsoft.Extensions.Logging;
using Tenbin.Linux;
using Tenbin.Linux.Netfilter;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Masquerade;

/// <summary>
/// Makes this machine the way out for other machines and stops it again, in the network namespace of the process. It remembers
/// nothing: whether the machine forwarded before stands in the table's comment. Needs CAP_NET_ADMIN.
/// </summary>
internal sealed partial class Masquerading(string group, GroupMasquerade settings, TimeProvider time, ILogger log)
{
    private const string Forwarding = "net/ipv4/ip_forward";

    private readonly string _name = MasqueradeTable.NameOf(group);

    /// <summary>Done already is success.</summary>
    /// <exception cref="ResourceException">It cannot be, with the reason.</exception>
    public async Task Start(CancellationToken cancellation)
    {
        var own = Own();
        var isOff = !Forwards();
        if (own.FirstOrDefault(table => table.Name == _name) is not { } present || !IsWhole(present))
        {
            // With a table of another group the machine forwards on account of that.
            var wasOff = own.Count > 0 ? own.Exists(MasqueradeTable.RemembersOff) : isOff;
            await Nft.RunAsync(MasqueradeTable.Script(group, settings, wasOff), time, cancellation).ConfigureAwait(false);
            LogStarted(group, settings);
        }

        if (isOff)
        {
            Write("1");
        }
    }

    /// <summary>Not there is success.</summary>
    /// <exception cref="ResourceException">It could not be removed, and is still there.</exception>
    public async Task Stop(CancellationToken cancellation)
    {
        var own = Own();
        if (own.Find(table => table.Name == _name) is { } present)
        {
            await Remove(present, own, time, cancellation).ConfigureAwait(false);
            LogStopped(group, settings);
        }
    }

    /// <summary>Null while it is as <see cref="Start"/> made it.</summary>
    /// <exception cref="ResourceException">It cannot be told.</exception>
    public string? FindFault() =>
        Own().Find(table => table.Name == _name) is not { } present ? $"the nftables table {_name} is gone"
        : !IsWhole(present) ? $"the rules of nftables table {_name} were changed"
        : !Forwards() ? $"{Forwarding} was set to 0"
        : null;

    /// <summary>Takes a table away, and with the last one the forwarding if that was off before.</summary>
    internal static async Task Remove(NetfilterTable table, IReadOnlyList<NetfilterTable> own, TimeProvider time, CancellationToken cancellation)
    {
        await Nft.RunAsync(MasqueradeTable.Removal(table.Name), time, cancellation).ConfigureAwait(false);
        if (MasqueradeTable.RemembersOff(table) && own.All(other => other == table))
        {
            Write("0");
        }
    }

    /// <summary>Tables of Tenbin's.</summary>
    /// <exception cref="ResourceException">They cannot be read.</exception>
    internal static List<NetfilterTable> Own()
    {
        try
        {
            using var tables = NetfilterTables.Open();
            return [.. tables.Tables().Where(MasqueradeTable.IsOurs)];
        }
        catch (LinuxException e) when (e.Error == NetfilterTables.NotInKernel)
        {
            return [];
        }
        catch (LinuxException e)
        {
            throw new ResourceException($"nftables cannot be read: {e.Message}", e);
        }
    }

    private bool IsWhole(NetfilterTable table)
    {
        try
        {
            using var tables = NetfilterTables.Open();
            var comments = tables.RuleComments(table);
            return comments.Count == 2 && comments.Contains(MasqueradeTable.MarkOf(settings));
        }
        catch (LinuxException e)
        {
            throw new ResourceException($"nftables table {table.Name} cannot be read: {e.Message}", e);
        }
    }

    private static bool Forwards() => Sysctl.Read(Forwarding) == "1";

    private static void Write(string value)
    {
        try
        {
            Sysctl.Write(Forwarding, value);
        }
        catch (LinuxException e)
        {
            throw new ResourceException(e.Message, e);
        }
    }

    [LoggerMessage(4040, LogLevel.Information, "Group {Group} masquerades {What}: this machine is the way out now.")]
    private partial void LogStarted(string group, GroupMasquerade what);

    [LoggerMessage(4041, LogLevel.Information, "Group {Group} does not masquerade {What} here any more.")]
    private partial void LogStopped(string group, GroupMasquerade what);
}
