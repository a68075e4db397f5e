namespace Tenbin.Linux.Netfilter;

/// <summary>What a table is for; the value is the kernel's NFPROTO_ number.</summary>
public enum NetfilterFamily
{
    /// <summary>None of the others.</summary>
    Other = 0,

    /// <summary>IPv4 and IPv6.</summary>
    Inet = 1,

    /// <summary>IPv4.</summary>
    IPv4 = 2,

    /// <summary>ARP.</summary>
    Arp = 3,

    /// <summary>One interface's packets.</summary>
    Netdev = 5,

    /// <summary>A bridge's frames.</summary>
    Bridge = 7,

    /// <summary>IPv6.</summary>
    IPv6 = 10,
}

/// <summary>A table of nftables; iptables' are among them where it is iptables-nft.</summary>
/// <param name="Family">What for.</param>
/// <param name="Name">Its name.</param>
/// <param name="Comment">Its comment; empty without.</param>
public sealed record NetfilterTable(NetfilterFamily Family, string Name, string Comment);

/// <summary>A chain that the kernel calls by itself.</summary>
/// <param name="Family">Of its table.</param>
/// <param name="Table">Its table.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>filter</c>, <c>nat</c> or <c>route</c>.</param>
/// <param name="Hook">NF_INET_ number: 0 prerouting, 1 input, 2 forward, 3 output, 4 postrouting.</param>
/// <param name="Drops">Its policy drops what no rule decides.</param>
public sealed record NetfilterChain(NetfilterFamily Family, string Table, string Name, string Type, int Hook, bool Drops);
