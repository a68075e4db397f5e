using System.Net;
using Tenbin.Cli.Control;
using Tenbin.Director;
using Tenbin.Director.Api;

namespace Tenbin.Cli.Drill;

/// <summary>Moves a group to the other node and back by planned moves, with a probe on its address.</summary>
internal sealed class DrillRun(ControlClient client, TimeProvider time, Action<string> progress)
{
    private const int Steady = 100;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20), s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs it; a move that fails ends it.</summary>
    /// <exception cref="VerbException">The daemon cannot be asked, or the address does not answer before anything moves.</exception>
    public async Task<DrillReport> RunAsync(ClusterStatus cluster, GroupStatus group, CancellationToken stop)
    {
        var here = cluster.Node;
        var address = group.Addresses[0];
        await using var probe = new AddressProbe(IPAddress.Parse(address), time);
        progress($"asking {address} every 5 ms ...");
        var start = probe.Now;
        if (!await SteadyAsync(probe, start, stop))
        {
            throw new VerbException(
                ExitStatus.Failed, $"{address} does not answer pings from {here}, so an outage could not be seen; is there a firewall?");
        }

        List<DrillMove> moves = [];
        for (var turn = 0; turn < 2 && moves.All(move => move.Problem is null); turn++)
        {
            moves.Add(await MoveAsync(probe, group.Name, here, stop));
        }

        var (_, asked, lost) = probe.Since(start);
        return new DrillReport(group.Name, address, here, [.. moves], asked, lost);
    }

    private async Task<DrillMove> MoveAsync(AddressProbe probe, string group, string here, CancellationToken stop)
    {
        var from = await OwnerAsync(group, stop) ?? "nobody";
        var goes = from == here;
        progress(goes ? $"sending {group} away from {from} ..." : $"fetching {group} from {from} ...");
        var began = probe.Now;
        try
        {
            await client.GroupAsync(goes ? ApiPaths.Standby : ApiPaths.Takeover, new GroupCommand { Group = group }, stop);
        }
        catch (VerbException e) when (e.Status is ExitStatus.Failed)
        {
            return new DrillMove(from, null, Since(began), 0, e.Message);
        }

        var to = await NewOwnerAsync(group, from, stop);
        var took = Since(began);
        var steady = await SteadyAsync(probe, probe.Now, stop);
        return new DrillMove(
            from, to, took, probe.Since(began).LongestGap.TotalMilliseconds,
            to is null ? "nobody took it in time" : steady ? null : $"it is {to}'s, but its address does not answer");
    }

    private double Since(long began) => time.GetElapsedTime(began).TotalMilliseconds;

    private async Task<string?> NewOwnerAsync(string group, string from, CancellationToken stop)
    {
        string? owner = null;
        await UntilAsync(async () => (owner = await OwnerAsync(group, stop)) is not null && owner != from, stop);
        return owner == from ? null : owner;
    }

    private async Task<string?> OwnerAsync(string group, CancellationToken stop) =>
        (await client.StatusAsync(stop)).Cluster?.Groups.FirstOrDefault(one => one.Name == group)?.Owner;

    private Task<bool> SteadyAsync(AddressProbe probe, long since, CancellationToken stop) =>
        UntilAsync(() => Task.FromResult(probe.AnswersSince(since) >= Steady), stop);

    private async Task<bool> UntilAsync(Func<Task<bool>> holds, CancellationToken stop)
    {
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < s_patience;)
        {
            if (await holds())
            {
                return true;
            }

            await Task.Delay(s_look, time, stop);
        }

        return false;
    }
}
