using System.Net;

namespace Tenbin.Forwarding.Ebpf.NextHops;

/// <summary>Routes and neighbours of the network namespace that the data plane works in.</summary>
internal interface INextHops
{
    /// <summary>Takes a fresh look at links, addresses and neighbours; call once before a round of <see cref="Find"/>.</summary>
    void Refresh();

    /// <summary>The way to <paramref name="server"/>; asks the kernel to resolve and watch a neighbour that it does not know.</summary>
    NextHop Find(IPAddress server);

    /// <summary>Every Ethernet interface without a master that is up, with its MAC, MTU and on-link networks.</summary>
    IReadOnlyList<Interface> Interfaces { get; }

    /// <summary>Every interface there is, up or down.</summary>
    IReadOnlyList<Link> Links { get; }
}
