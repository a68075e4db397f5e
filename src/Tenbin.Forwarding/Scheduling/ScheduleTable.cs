using System.Text;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Forwarding.Scheduling;

/// <summary>What the kernel's scheduler looks into: for each scheduler a table of servers.</summary>
internal static class ScheduleTable
{
    private const int SourceHashSlots = 256;

    /// <summary>
    /// Slots, each an index into <paramref name="servers"/>; only servers that are open appear, and no slot at all
    /// means that none is. For <c>lc</c> and <c>wlc</c> each open server appears once.
    /// </summary>
    public static int[] Make(Scheduler scheduler, int tableSize, IReadOnlyList<DesiredServer> servers)
    {
        var open = Enumerable.Range(0, servers.Count).Where(i => servers[i].Admission == Admission.Open).ToArray();
        if (open.Length == 0)
        {
            return [];
        }

        var weights = open.Select(i => Math.Max(1, servers[i].Weight)).ToArray();
        int[] slots = scheduler switch
        {
            Scheduler.WeightedRoundRobin => InterleavedTable.Make(weights),
            Scheduler.SourceHash => Repeat(InterleavedTable.Make(weights), SourceHashSlots),
            Scheduler.Maglev => MaglevTable.Make(
                open.Select(i => Identity(servers[i])).ToArray(), weights,
                tableSize > 0 ? tableSize : MaglevTable.SizeFor(servers.Count)),
            _ => Enumerable.Range(0, open.Length).ToArray(),
        };
        return Array.ConvertAll(slots, slot => open[slot]);
    }

    private static ulong Identity(DesiredServer server) =>
        MaglevTable.Identity(Encoding.ASCII.GetBytes(server.Address.ToString()));

    // At least `least` slots, so that the hash's remainder favours nobody, and whole rounds, so that shares stay exact.
    private static int[] Repeat(int[] round, int least)
    {
        var rounds = (least + round.Length - 1) / round.Length;
        return Enumerable.Range(0, rounds).SelectMany(_ => round).ToArray();
    }
}
