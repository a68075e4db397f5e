using System.Collections.Immutable;
using System.Net;
using Tenbin.Linux;

namespace Tenbin.Aws.Checks;

/// <summary>What the operating system has, to be compared with what AWS has written down.</summary>
/// <param name="Macs">MAC addresses of its interfaces.</param>
/// <param name="Addresses">Addresses on its interfaces.</param>
public sealed record MachineFacts(ImmutableHashSet<MacAddress> Macs, ImmutableHashSet<IPAddress> Addresses);
