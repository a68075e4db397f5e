using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tenbin.Linux.Netfilter;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Masquerade;

/// <summary>The nftables table of a group that masquerades. Pure.</summary>
internal static class MasqueradeTable
{
    private const string Prefix = "tenbin-";
    private const string WasOff = "Tenbin; net.ipv4.ip_forward was 0", WasOn = "Tenbin; net.ipv4.ip_forward was 1";

    public static string NameOf(string group) => Prefix + group;

    /// <summary>Made by Tenbin.</summary>
    public static bool IsOurs(NetfilterTable table) =>
        table.Family == NetfilterFamily.IPv4 && table.Name.StartsWith(Prefix, StringComparison.Ordinal) && table.Comment is WasOff or WasOn;

    /// <summary>The machine forwarded nothing before; the table remembers, so that nobody else has to.</summary>
    public static bool RemembersOff(NetfilterTable table) => table.Comment == WasOff;

    /// <summary>Comment of the rule that does it: of another wish, another comment.</summary>
    public static string MarkOf(GroupMasquerade settings) =>
        string.Create(CultureInfo.InvariantCulture, $"tenbin {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{settings}"))[..8])}");

    /// <summary>Commands for nft(8) that put it in place as a whole, whatever was there.</summary>
    public static string Script(string group, GroupMasquerade settings, bool wasOff)
    {
        var table = $"ip {NameOf(group)}";
        var networks = $"{{ {string.Join(", ", settings.From)} }}";
        var by = settings.Interface is null ? "" : $"oifname \"{settings.Interface}\" ";
        var to = settings.Source is null ? "masquerade" : $"snat to {settings.Source}";
        return string.Join(
            "; ",
            $"add table {table}",
            $"delete table {table}",
            $"add table {table} {{ comment \"{(wasOff ? WasOff : WasOn)}\" ; }}",
            $"add chain {table} out {{ type nat hook postrouting priority srcnat ; policy accept ; }}",
            // What the director begins itself keeps its own address, though that is in the same network.
            $"add rule {table} out ip saddr {networks} ip daddr != {networks} fib saddr type != local {by}{to} comment \"{MarkOf(settings)}\"",
            // In a flat network the kernel would tell the servers of the shorter way, past this director.
            $"add chain {table} own {{ type filter hook output priority filter ; policy accept ; }}",
            $"add rule {table} own icmp type redirect drop comment \"no shorter way\"");
    }

    /// <summary>Commands that remove it.</summary>
    public static string Removal(string name) => $"delete table ip {name}";
}
