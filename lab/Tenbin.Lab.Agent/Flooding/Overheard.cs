using System.Net;

namespace Tenbin.Lab.Agent.Flooding;

/// <summary>A real datagram between the node and its peer.</summary>
/// <param name="Link">Number of the link.</param>
/// <param name="Own">The node's end of it.</param>
/// <param name="IsOutgoing">It went to the peer.</param>
/// <param name="Payload">What UDP carries.</param>
internal sealed record Overheard(int Link, IPAddress Own, bool IsOutgoing, byte[] Payload);
