using System.Collections.Immutable;
using Tenbin.Lab.Cloud.Addressing;

namespace Tenbin.Lab.Cloud.Books;

public enum RouteTarget
{
    /// <summary>Whichever interface holds the address.</summary>
    Local,

    /// <summary>The Internet edge.</summary>
    InternetGateway,

    /// <summary>One interface, whatever the address.</summary>
    Interface,
}

/// <summary>Where the router sends a block of addresses.</summary>
/// <param name="Destination">The block.</param>
/// <param name="Target">Kind of the target.</param>
/// <param name="TargetId">Gateway or interface; <c>local</c>.</param>
public sealed record Route(Cidr Destination, RouteTarget Target, string TargetId);

/// <summary>A route table. The longest prefix wins.</summary>
/// <param name="Id"><c>rtb-…</c></param>
/// <param name="Routes">In no order.</param>
public sealed record RouteTable(string Id, ImmutableArray<Route> Routes)
{
    /// <summary>The route that a packet takes, or null.</summary>
    public Route? Find(Ip destination)
    {
        Route? best = null;
        foreach (var route in Routes)
        {
            if (route.Destination.Contains(destination) && (best is null || route.Destination.Length > best.Destination.Length))
            {
                best = route;
            }
        }

        return best;
    }
}
