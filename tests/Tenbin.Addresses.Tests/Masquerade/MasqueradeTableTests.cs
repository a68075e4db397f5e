using System.Net;
using Tenbin.Addresses.Masquerade;
using Tenbin.Linux.Netfilter;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Tests.Masquerade;

public sealed class MasqueradeTableTests
{
    private static readonly GroupMasquerade Flat = new([IPNetwork.Parse("172.18.1.0/24")]) { Interface = "eth0", Source = IPAddress.Parse("172.18.1.199") };

    [Fact]
    public void Commands_replace_the_whole_table_and_leave_the_directors_own_traffic_alone() => Assert.Equal(
        "add table ip tenbin-front; delete table ip tenbin-front; add table ip tenbin-front { comment \"Tenbin; net.ipv4.ip_forward was 0\" ; }; "
        + "add chain ip tenbin-front out { type nat hook postrouting priority srcnat ; policy accept ; }; "
        + "add rule ip tenbin-front out ip saddr { 172.18.1.0/24 } ip daddr != { 172.18.1.0/24 } fib saddr type != local oifname \"eth0\" snat to 172.18.1.199 "
        + $"comment \"{MasqueradeTable.MarkOf(Flat)}\"; "
        + "add chain ip tenbin-front own { type filter hook output priority filter ; policy accept ; }; "
        + "add rule ip tenbin-front own icmp type redirect drop comment \"no shorter way\"",
        MasqueradeTable.Script("front", Flat, wasOff: true));

    [Fact]
    public void Without_a_source_it_is_the_leaving_interfaces() =>
        Assert.Contains("type != local masquerade comment", MasqueradeTable.Script("front", new GroupMasquerade(Flat.From), wasOff: false), StringComparison.Ordinal);

    [Fact]
    public void Another_wish_has_another_mark() => Assert.Equal(
        4,
        new[] { Flat, Flat with { Interface = null }, Flat with { Source = null }, Flat with { From = [IPNetwork.Parse("172.18.0.0/16")] } }
            .Select(MasqueradeTable.MarkOf).Distinct().Count());

    [Theory]
    [InlineData(NetfilterFamily.IPv4, "tenbin-front", "Tenbin; net.ipv4.ip_forward was 0", true, true)]
    [InlineData(NetfilterFamily.IPv4, "tenbin-front", "Tenbin; net.ipv4.ip_forward was 1", true, false)]
    [InlineData(NetfilterFamily.IPv4, "tenbin-front", "", false, false)]
    [InlineData(NetfilterFamily.Inet, "tenbin-front", "Tenbin; net.ipv4.ip_forward was 1", false, false)]
    [InlineData(NetfilterFamily.IPv4, "filter", "Tenbin; net.ipv4.ip_forward was 1", false, false)]
    public void Only_what_Tenbin_made_is_its_own(NetfilterFamily family, string name, string comment, bool ours, bool wasOff)
    {
        var table = new NetfilterTable(family, name, comment);
        Assert.Equal(ours, MasqueradeTable.IsOurs(table));
        Assert.Equal(wasOff, ours && MasqueradeTable.RemembersOff(table));
    }
}
