using System.Net;
using Tenbin.Linux;

namespace Tenbin.Forwarding;

/// <summary>Where a node is on a network: by it a node on the same network reaches it without asking.</summary>
/// <param name="Address">An address of its own there, which no group moves.</param>
/// <param name="Mac">MAC of the interface that has it.</param>
public readonly record struct NodePlace(IPAddress Address, MacAddress Mac);
