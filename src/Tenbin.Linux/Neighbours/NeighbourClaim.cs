using System.Net;

namespace Tenbin.Linux.Neighbours;

/// <summary>A machine on a link said by ARP or ND that it has an address.</summary>
/// <param name="InterfaceIndex">Where it was heard.</param>
/// <param name="Address">The address.</param>
/// <param name="Mac">Who says so.</param>
public readonly record struct NeighbourClaim(int InterfaceIndex, IPAddress Address, MacAddress Mac);
