using Tenbin.Director.Findings;
using Tenbin.Model;
using Tenbin.Model.Configuration;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Clustering;

/// <summary>Whether a service could be served from this node. Pure.</summary>
internal static class ServerReach
{
    /// <summary>
    /// A real server is up, or not checked yet. What operators have drained counts: it is drained on every node, and must not
    /// move a group to one that has not heard of it yet.
    /// </summary>
    public static bool HasServers(VirtualService service, IReadOnlyDictionary<ServerKey, ServerFinding> findings) => service.Servers.Any(server =>
        findings.GetValueOrDefault(new ServerKey(service.Name, server.Address))?.Health != ServerHealth.Down);
}
