using Tenbin.Lab.Cloud.Addressing;

namespace Tenbin.Lab.Cloud.Books;

/// <summary>A subnet: one flat segment in one zone.</summary>
/// <param name="Id"><c>subnet-…</c></param>
/// <param name="Zone">Availability zone, e.g. <c>ap-northeast-1a</c>.</param>
/// <param name="V4">Its addresses.</param>
/// <param name="V6">Its IPv6 addresses, when it has any.</param>
/// <param name="RouteTableId">Says where the router sends what leaves it.</param>
public sealed record Subnet(string Id, string Zone, Cidr V4, Cidr? V6, string RouteTableId)
{
    /// <summary>The implicit router's address: the second of the subnet.</summary>
    public Ip Router => V4.Network.Plus(1);

    public bool Contains(Ip address) => V4.Contains(address) || (V6?.Contains(address) ?? false);

    /// <summary>The first four addresses and the last are AWS's own.</summary>
    public bool IsReserved(Ip address) =>
        V4.Contains(address) && ((uint)(address.Bits - V4.Network.Bits) is var offset && (offset < 4 || offset == (1u << (32 - V4.Length)) - 1));
}
