using System.Diagnostics;
using System.Globalization;
using System.Net;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Load;
using Tenbin.Lab.Pairs;

namespace Tenbin.Bench.Failover;

/// <summary>Fifty thousand established sessions, through nat and dsr, and a crash of the director that serves them; what it costs to tell the other one of them.</summary>
internal sealed class CrowdTrial(Action<string> progress)
{
    /// <summary>A process may hold 20,000 files.</summary>
    private const int SessionsEach = 12_500, CrowdsEach = 2;

    private const int TicksInSecond = 100; // USER_HZ, of /proc/PID/stat
    private const int UserTime = 13, SystemTime = 14; // proc(5), counted from 0

    public async Task<CrowdSheet> Run(CancellationToken stop)
    {
        await using var site = await PairSite.Create(nat: 2, dsr: 2);
        await site.WriteConfig(new PairConfig());
        var owner = await site.Start();
        (await site.Client.Run("sysctl", "-qw", "net.ipv4.ip_local_port_range=1024 65000")).Checked();
        progress("opening 50,000 sessions");
        var (ownerBusy, peerBusy) = (await Busy(owner), await Busy(site.PeerOf(owner)));
        var start = Stopwatch.GetTimestamp();
        List<Crowd> crowds = [];
        try
        {
            foreach (var service in new[] { site.NatAddress, site.DsrAddress })
            {
                for (var number = 0; number < CrowdsEach; number++)
                {
                    stop.ThrowIfCancellationRequested();
                    crowds.Add(await Crowd.Start(site.Client, new IPEndPoint(service, PairSite.PeerPort), SessionsEach, allStill: true));
                }
            }

            var took = Stopwatch.GetElapsedTime(start);
            var told = await owner.WaitFor("the peer to have all sessions", status => status.Cluster!.Sessions is [{ HasAll: true }]);
            (ownerBusy, peerBusy) = (await Busy(owner) - ownerBusy, await Busy(site.PeerOf(owner)) - peerBusy);
            var sync = told.Cluster!.Sessions[0];
            progress("crashing their director");
            await owner.PowerOff();
            await site.PeerOf(owner).WaitFor("the other to serve", status => status.Cluster![PairSite.Group].Phase == "holding");
            var ends = await Task.WhenAll(crowds.Select(crowd => crowd.Stop()));
            foreach (var broken in ends.SelectMany(end => end.Broken).Take(5))
            {
                progress(broken);
            }

            return new CrowdSheet(
                ends.Sum(end => end.Sessions), ends.Sum(end => end.Broken.Count), took, ownerBusy, peerBusy, sync.Changes, sync.Bytes,
                sync.LagMilliseconds.Median, sync.LagMilliseconds.P99);
        }
        finally
        {
            foreach (var crowd in crowds)
            {
                await crowd.DisposeAsync();
            }
        }
    }

    /// <summary>Processor time that the daemon has used.</summary>
    private static async Task<TimeSpan> Busy(LabDirector director)
    {
        var pid = (await director.Status()).Daemon.Pid.ToString(CultureInfo.InvariantCulture);
        var text = await File.ReadAllTextAsync($"/proc/{pid}/stat");
        // The name may hold blanks; it ends with the last bracket.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        double Ticks(int field) => double.Parse(fields[field - 2], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds((Ticks(UserTime) + Ticks(SystemTime)) / TicksInSecond);
    }
}
