using System.Collections.Immutable;
using Tenbin.Lab.Cloud.Addressing;

namespace Tenbin.Lab.Cloud.Books;

/// <summary>A security group: what may come in and what may go out. Nothing else may, but the replies.</summary>
/// <param name="Id"><c>sg-…</c></param>
/// <param name="Name">Its name.</param>
/// <param name="Ingress">What others may send to its interfaces.</param>
/// <param name="Egress">What its interfaces may send.</param>
public sealed record SecurityGroup(string Id, string Name, ImmutableArray<SecurityRule> Ingress, ImmutableArray<SecurityRule> Egress);

/// <summary>One thing that is allowed.</summary>
/// <param name="Protocol">IP protocol number; <see cref="AnyProtocol"/> for all.</param>
/// <param name="From">First port, or ICMP type; -1 = all.</param>
/// <param name="To">Last port, or ICMP code; -1 = all.</param>
/// <param name="Block">The other side's addresses; null when a group is named.</param>
/// <param name="GroupId">The other side's group; null when a block is named.</param>
public sealed record SecurityRule(int Protocol, int From, int To, Cidr? Block, string? GroupId)
{
    public const int AnyProtocol = -1;

    public static ImmutableArray<SecurityRule> Everything { get; } = [All("0.0.0.0/0"), All("::/0")];

    public static SecurityRule All(string block) => new(AnyProtocol, -1, -1, Cidr.Parse(block), null);

    public static SecurityRule Tcp(int port, string block) => new(6, port, port, Cidr.Parse(block), null);

    public static SecurityRule Udp(int port, string block) => new(17, port, port, Cidr.Parse(block), null);

    public static SecurityRule Icmp(string block) => new(block.Contains(':', StringComparison.Ordinal) ? 58 : 1, -1, -1, Cidr.Parse(block), null);

    public static SecurityRule Of(int protocol, string block) => new(protocol, -1, -1, Cidr.Parse(block), null);

    /// <summary>The same, for the members of a group instead of a block.</summary>
    public SecurityRule FromGroup(string id) => this with { Block = null, GroupId = id };
}
