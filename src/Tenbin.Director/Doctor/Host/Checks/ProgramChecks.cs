using Tenbin.Model.Configuration;

namespace Tenbin.Director.Doctor.Host.Checks;

/// <summary>Other programs that drive the same things, and programs that are wanted.</summary>
internal static class ProgramChecks
{
    private static readonly (string Process, string What)[] s_rivals =
    [
        ("ldirectord", "sets IPVS services and real servers"), ("keepalived", "moves addresses by VRRP and sets IPVS services"),
        ("heartbeat", "moves addresses and runs resource scripts"), ("corosync", "belongs to a cluster manager that moves addresses"),
        ("pacemakerd", "moves addresses and runs resource agents"), ("ucarp", "moves addresses"), ("vrrpd", "moves addresses"),
    ];

    public static IEnumerable<Finding> Find(HostFacts facts) => [.. Rivals(facts), .. Ipvs(facts), .. Missing(facts)];

    private static IEnumerable<Finding> Rivals(HostFacts facts) =>
        from rival in s_rivals
        where facts.Processes.Contains(rival.Process)
        select new Finding("program.rival", Severity.Problem, $"{rival.Process} runs here, which {rival.What}")
        {
            Shows = "two programs move or set the same things: an address is taken away as soon as the other has put it there, or held by two machines",
            Mend = $"take Tenbin's addresses and services from its configuration, or end it: 'systemctl disable --now {rival.Process}'",
        };

    private static IEnumerable<Finding> Ipvs(HostFacts facts)
    {
        var own = facts.Config.Services.Select(service => service.Listen.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var service in facts.IpvsServices)
        {
            var same = own.Contains(service);
            yield return new Finding("ipvs.other-services", same ? Severity.Problem : Severity.Caution, $"the kernel's IPVS serves {service}{(same ? ", as Tenbin does" : "")}")
            {
                Shows = same ? "IPVS answers what Tenbin lets through to this machine: sessions go two ways" : "it was left by ipvsadm, ldirectord or keepalived, and forwards as soon as its address is here",
                Mend = $"see 'ipvsadm -L -n'; remove it with 'ipvsadm -D -{(service.EndsWith("/udp", StringComparison.Ordinal) ? "u" : "t")} {service[..service.LastIndexOf('/')]}', and what puts it there at boot (the ipvsadm service)",
            };
        }
    }

    private static IEnumerable<Finding> Missing(HostFacts facts)
    {
        if (facts.MissingPrograms.Contains("nft") && facts.Config.Groups.Any(group => group.Masquerade is not null))
        {
            yield return new Finding("program.no-nft", Severity.Problem, "a group has 'masquerade', and nftables is not installed here")
            {
                Shows = "the group does not start on this node",
                Mend = "install it (Debian, Ubuntu: apt-get install nftables; Fedora: dnf install nftables)",
            };
        }

        if (facts.MissingPrograms.Contains("libmariadb.so.3") && facts.Config.Services.SelectMany(service => service.Servers).Any(server => server.Check is MySqlCheck))
        {
            yield return new Finding("program.no-libmariadb", Severity.Problem, "a service has a check of type mysql, and libmariadb.so.3 is not installed here")
            {
                Shows = "its real servers are down for this director",
                Mend = "install it (Debian, Ubuntu: apt-get install libmariadb3; Fedora: dnf install mariadb-connector-c)",
            };
        }
    }
}
