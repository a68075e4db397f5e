using Tenbin.Director.Api;
using Tenbin.Director.Clustering;
using Tenbin.Model.Configuration;

namespace Tenbin.Director.Doctor.Host.Checks;

/// <summary>The pair as the daemon sees it, and this machine's place in it.</summary>
internal static class ClusterChecks
{
    public static IEnumerable<Finding> Find(HostFacts facts) =>
        facts.Config.Cluster is not { } cluster ? [] : [.. Place(facts, cluster), .. facts.Daemon is { Cluster: { } status } daemon ? OfStatus(daemon, cluster, status) : []];

    private static IEnumerable<Finding> Place(HostFacts facts, ClusterSettings cluster)
    {
        string? fault = null;
        try
        {
            ClusterIdentity.Find(cluster, facts.OnWire.Select(own => own.Address).ToHashSet());
        }
        catch (StartupException e)
        {
            fault = e.Message;
        }

        if (fault is not null)
        {
            yield return new Finding("node.unknown", Severity.Problem, fault.TrimEnd('.'))
            {
                Shows = "the daemon does not start",
                Mend = "put the right file on this machine, or give the machine the address that the file has for it; at first boot, wait for the network before the daemon starts",
            };
        }
    }

    private static IEnumerable<Finding> OfStatus(StatusReport daemon, ClusterSettings cluster, ClusterStatus status)
    {
        foreach (var link in status.Links.Where(link => link.SilentSeconds is null or > 2))
        {
            yield return new Finding(
                "cluster.link-silent", Severity.Problem,
                $"nothing comes over the link to {link.Node} at {link.Address}{(link.SilentSeconds is { } seconds ? $" since {seconds:0} s" : "")}")
            {
                Shows = status.Links.Any(other => other.Node == link.Node && other != link && other.SilentSeconds is <= 2)
                    ? "the pair lives on its other link; when that fails too, each thinks that the other is dead"
                    : "this node thinks that the other is dead: failover by vote, or none",
                Mend = $"is the other node's daemon running? Let UDP port {cluster.Port} in on both, in the machine's firewall and in the cloud's security groups; heartbeats are unicast, no multicast is needed",
            };
        }

        foreach (var node in status.Nodes.Where(node => node.SameFile == false))
        {
            yield return new Finding(
                "cluster.config-drift", Severity.Problem,
                $"{node.Name} has another file{(node.DiffersIn.IsEmpty ? "" : $", which differs in {string.Join(", ", node.DiffersIn)}")}")
            {
                Shows = "after a failover the services are not what they were before; no planned move goes there",
                Mend = "put the same file on both and run 'tenbin reload' on both, or restart what 'tenbin reload' refuses, one after the other",
            };
        }

        if (status.Witness is { Trouble: { } trouble })
        {
            yield return new Finding("cluster.witness-silent", Severity.Problem, $"the witness does not answer: {trouble.TrimEnd('.')}")
            {
                Shows = "when one node dies now, the other has one vote of three and stops serving (without-majority: stop)",
                Mend = "mend the witness or the way to it",
            };
        }

        var refused = status.Datagrams.Where(pair => pair.Key is "badTag" or "unknownKey").Sum(pair => pair.Value);
        if (refused > 0)
        {
            yield return new Finding("cluster.other-key", Severity.Caution, $"{refused} datagrams were sealed with another key, or forged, since the daemon started")
            {
                Shows = "nodes with different key files do not hear each other",
                Mend = $"compare 'sha256sum {cluster.KeyFile}' on all nodes, copy the right one and run 'tenbin reload'; if all are the same, somebody sends to UDP port {cluster.Port}: close it to others",
            };
        }

        if (daemon.Config.Refused is { } bad)
        {
            yield return new Finding("config.reload-refused", Severity.Caution, $"the daemon has refused the file that lies there now: {bad.Errors.FirstOrDefault()?.TrimEnd('.')}")
            {
                Shows = "the daemon goes on with the file before it; the next restart fails, or acts differently",
                Mend = $"mend what 'tenbin check {daemon.Config.File}' says, then 'tenbin reload'",
            };
        }
    }
}
