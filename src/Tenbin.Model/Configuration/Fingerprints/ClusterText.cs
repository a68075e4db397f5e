namespace Tenbin.Model.Configuration.Fingerprints;

/// <summary>
/// The meaning of <c>cluster</c>. The order of the nodes counts: it numbers them. The key file does not: where it lies is
/// each node's own affair, and that its content is the same every datagram proves.
/// </summary>
internal static class ClusterText
{
    public static CanonicalText Of(ClusterSettings cluster)
    {
        var timing = cluster.Heartbeat;
        var text = new CanonicalText()
            .Each("nodes", cluster.Nodes, AddNode)
            .Add("port", cluster.Port)
            .Add("heartbeat.every", timing.Every)
            .Add("heartbeat.dead-after", timing.DeadAfter)
            .Add("heartbeat.round-trip", timing.RoundTrip)
            .Add("heartbeat.stall-allowance", timing.StallAllowance)
            .Add("heartbeat.restart-grace", timing.RestartGrace)
            .Add("without-majority", (long)cluster.WithoutMajority)
            .Each("gateways", cluster.Gateways, (to, gateway) => to.Add("gateway", gateway))
            .Add("moves-per-hour", cluster.MovesPerHour);
        if (cluster.Witness is { } witness)
        {
            text.Each("witness.endpoints", witness.Endpoints, (to, endpoint) => to.Add("endpoint", endpoint.AbsoluteUri))
                .Add("witness.prefix", witness.Prefix)
                .Add("witness.user", witness.User)
                .AddSecret("witness.password", witness.Password);
            if (witness.Type != WitnessType.Etcd || witness.Store is not null)
            {
                text.Add("witness.type", (long)witness.Type).Add("witness.store", witness.Store);
            }
        }

        return text;
    }

    private static void AddNode(CanonicalText to, ClusterNode node) =>
        to.Add("name", node.Name).Each("links", node.Addresses, (inner, address) => inner.Add("link", address));
}
