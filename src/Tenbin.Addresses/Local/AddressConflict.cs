using System.Net;
using Tenbin.Linux;

namespace Tenbin.Addresses.Local;

/// <summary>Another machine says on the link that it has an address which is held here.</summary>
/// <param name="Address">The address.</param>
/// <param name="Interface">Where it was heard.</param>
/// <param name="Mac">The other machine.</param>
public sealed record AddressConflict(IPAddress Address, string Interface, MacAddress Mac);
