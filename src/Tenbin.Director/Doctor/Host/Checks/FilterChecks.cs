using Tenbin.Linux.Netfilter;

namespace Tenbin.Director.Doctor.Host.Checks;

/// <summary>Packet filters that stand in the way. What Tenbin forwards meets none of them; the machine's own traffic and what is masqueraded does.</summary>
internal static class FilterChecks
{
    private const int Input = 1, Forward = 2;

    public static IEnumerable<Finding> Find(HostFacts facts)
    {
        foreach (var chain in facts.Chains.Where(chain => Drops(chain, Forward)))
        {
            if (facts.Config.Groups.Any(group => group.Masquerade is not null))
            {
                yield return new Finding("filter.forward-drops", Severity.Problem, $"{Name(chain)} drops what no rule lets through, and a group has 'masquerade'")
                {
                    Shows = "the services work, but the real servers' own connections to the outside time out (Docker and ufw set such a policy)",
                    Mend = $"let their networks through there, e.g. in iptables' terms 'iptables -I FORWARD -s {Networks(facts)} -j ACCEPT' and the same with -d",
                };
            }
        }

        foreach (var chain in facts.Chains.Where(chain => Drops(chain, Input)))
        {
            if (facts.Config.Cluster is { } cluster && facts.Daemon?.Cluster?.Links.Any(link => link.SilentSeconds is null or > 2) == true)
            {
                yield return new Finding("filter.input-drops", Severity.Problem, $"{Name(chain)} drops what no rule lets in, and a link of the cluster is silent")
                {
                    Shows = "this node hears nothing of the other",
                    Mend = $"let UDP port {cluster.Port} in from the other nodes",
                };
            }
        }
    }

    private static bool Drops(NetfilterChain chain, int hook) =>
        chain.Drops && chain.Hook == hook && chain.Type == "filter" && chain.Family is NetfilterFamily.IPv4 or NetfilterFamily.Inet;

    private static string Name(NetfilterChain chain) => $"nftables chain {chain.Name} of table {chain.Table}";

    private static string Networks(HostFacts facts) =>
        string.Join(',', facts.Config.Groups.Where(group => group.Masquerade is not null).SelectMany(group => group.Masquerade!.From));
}
