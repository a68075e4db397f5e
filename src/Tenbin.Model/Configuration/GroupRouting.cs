using System.Net;
using System.Net.Sockets;

namespace Tenbin.Model.Configuration;

/// <summary>One entry of <c>routes</c> of a group. No two of all groups have the same destination, table and metric.</summary>
/// <param name="To">Key <c>to</c>: the destination; a prefix length of 0 for <c>default</c>.</param>
/// <param name="Table">Key <c>table</c>: number of the routing table.</param>
/// <param name="Metric">Key <c>metric</c>: the lowest is taken first.</param>
public sealed record GroupRoute(IPNetwork To, int Table, int Metric)
{
    /// <summary>Table <c>main</c>, that of a route which names none.</summary>
    public const int MainTable = 254;

    /// <summary>Key <c>via</c>: the router; null = the destination is on the link.</summary>
    public IPAddress? Via { get; init; }

    /// <summary>Key <c>interface</c>; null = the one that reaches the router.</summary>
    public string? Interface { get; init; }

    /// <summary>Key <c>source</c>, an address of the group: the source of what this machine begins itself; null = the kernel chooses.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>The kernel's own metric of a route that names none.</summary>
    public static int DefaultMetric(IPNetwork to) => to.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 ? 1024 : 0;

    /// <summary>As <c>ip route</c> writes it.</summary>
    public override string ToString() =>
        $"{(To.PrefixLength == 0 ? "default" : To.ToString())}{(Via is null ? "" : $" via {Via}")}{(Interface is null ? "" : $" dev {Interface}")}"
        + $"{(Source is null ? "" : $" src {Source}")}{(Metric == DefaultMetric(To) ? "" : $" metric {Metric}")}{(Table == MainTable ? "" : $" table {Table}")}";
}

/// <summary>One entry of <c>rules</c> of a group: packets that fit it are routed by its table.</summary>
/// <param name="Priority">Key <c>priority</c>: the lowest is asked first. No two rules of a family have the same, in all groups.</param>
/// <param name="Table">Key <c>table</c>: number of the routing table.</param>
/// <param name="From">Key <c>from</c>: the packet's source; a prefix length of 0 = any.</param>
/// <param name="To">Key <c>to</c>: the packet's destination, of the same family; a prefix length of 0 = any.</param>
public sealed record GroupRoutingRule(int Priority, int Table, IPNetwork From, IPNetwork To)
{
    /// <summary>Key <c>iif</c>: the interface that it came by; <c>lo</c> for what this machine begins; null = any.</summary>
    public string? In { get; init; }

    /// <summary>Key <c>oif</c>: the interface that the sending socket is bound to; null = any.</summary>
    public string? Out { get; init; }

    /// <summary>Key <c>mark</c>: its firewall mark; null = any.</summary>
    public FirewallMark? Mark { get; init; }

    /// <summary>Of IPv6.</summary>
    public bool IsV6 => From.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>As <c>ip rule</c> writes it.</summary>
    public override string ToString() =>
        $"{Priority} from {(From.PrefixLength == 0 ? "all" : From.ToString())}{(To.PrefixLength == 0 ? "" : $" to {To}")}{(Mark is null ? "" : $" fwmark {Mark}")}"
        + $"{(In is null ? "" : $" iif {In}")}{(Out is null ? "" : $" oif {Out}")} lookup {(Table == GroupRoute.MainTable ? "main" : Table)}";
}

/// <summary>A firewall mark.</summary>
/// <param name="Value">Its bits.</param>
/// <param name="Mask">Those that count.</param>
public readonly record struct FirewallMark(uint Value, uint Mask)
{
    /// <summary><c>0x10/0xff</c>.</summary>
    public override string ToString() => Mask == uint.MaxValue ? $"0x{Value:x}" : $"0x{Value:x}/0x{Mask:x}";
}
