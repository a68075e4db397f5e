using System.Net.Sockets;
using Tenbin.Linux;

namespace Tenbin.Director.Doctor.Host.Checks;

/// <summary>What the kernel and the system below it must have.</summary>
internal static class KernelChecks
{
    private static readonly KernelVersion s_oldest = new(5, 15);

    public static IEnumerable<Finding> Find(HostFacts facts)
    {
        if (facts.Kernel < s_oldest)
        {
            yield return new Finding("kernel.too-old", Severity.Problem, $"this kernel is {facts.Kernel}, and Tenbin needs Linux 5.15 or newer")
            {
                Shows = "the daemon does not start: BPF timers, which end idle sessions, came with 5.15",
                Mend = "boot a newer kernel",
            };
        }

        if (facts.MissingCapabilities.Count > 0)
        {
            yield return new Finding("kernel.no-rights", Severity.Problem, $"this process lacks {string.Join(", ", facts.MissingCapabilities)}")
            {
                Shows = "a daemon started like this does not start, and this examination sees less",
                Mend = "run as root",
            };
        }

        if (!facts.HasBpfFs)
        {
            yield return new Finding("kernel.no-bpffs", Severity.Problem, "there is no bpffs where programs and tables are to be pinned")
            {
                Shows = "the daemon does not start",
                Mend = "mount -t bpf bpf /sys/fs/bpf, and at boot by /etc/fstab (systemd does it by itself)",
            };
        }

        if (facts.IsClockKept == false)
        {
            yield return new Finding("clock.not-kept", Severity.Caution, "nothing keeps this machine's clock right")
            {
                Shows = "leases do not suffer, they count on another clock; but logs of two nodes cannot be laid side by side, and a cloud's API refuses requests whose time is off by minutes",
                Mend = "install chrony or systemd-timesyncd and let it reach a time server",
            };
        }

        if (UsesV6(facts) && facts.Setting("net/ipv6/conf/all/disable_ipv6") is not "0")
        {
            yield return new Finding("ipv6.disabled", Severity.Problem, "the file has IPv6 addresses, and IPv6 is off on this machine")
            {
                Shows = "the group with them does not start, and IPv6 services answer nobody",
                Mend = "remove net.ipv6.conf.all.disable_ipv6 from /etc/sysctl.d and ipv6.disable from the kernel's command line; or take the IPv6 addresses out of the file (IPv4 alone needs no IPv6)",
                Fix = facts.Setting("net/ipv6/conf/all/disable_ipv6") is null ? null : HostFixes.SetSysctl("net/ipv6/conf/all/disable_ipv6", "0"),
            };
        }
    }

    private static bool UsesV6(HostFacts facts) =>
        SegmentChecks.Virtual(facts).Concat(facts.Config.Cluster?.Nodes.SelectMany(node => node.Addresses) ?? [])
            .Any(address => address.AddressFamily == AddressFamily.InterNetworkV6);
}
