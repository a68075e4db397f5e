using Tenbin.Director.Doctor.Host.Checks;

namespace Tenbin.Director.Doctor.Host;

/// <summary>Every check of this machine, in the order of their findings.</summary>
internal static class HostChecks
{
    private static readonly Func<HostFacts, IEnumerable<Finding>>[] s_all =
    [
        SegmentChecks.Find, DirectRoutingChecks.Find, NatChecks.Find, ClusterChecks.Find, ProgramChecks.Find, KernelChecks.Find, InterfaceChecks.Find,
        FilterChecks.Find, FileChecks.Find,
    ];

    public static IReadOnlyList<Finding> Find(HostFacts facts) => [.. s_all.SelectMany(check => check(facts))];
}
