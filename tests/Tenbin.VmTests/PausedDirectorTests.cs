using Tenbin.Lab;
using Tenbin.Lab.Capture;
using Tenbin.Lab.Directors;
using Tenbin.Lab.Guests;
using Tenbin.Lab.Load;
using Tenbin.Lab.Servers;
using Xunit;

namespace Tenbin.VmTests;

/// <summary>A serving director that is a virtual machine, and stands still.</summary>
public sealed class PausedDirectorTests
{
    private const int Port = 7000;

    /// <summary>What a voter grants with the heartbeat of the file below: dead-after · 0.95.</summary>
    private const double Lease = 1.2 * 0.95;

    /// <summary>A frame may wait for the emulator's turn on a busy machine.</summary>
    private const double Turn = 1;

    [Fact]
    public async Task Invariant6_a_director_that_was_paused_with_its_clocks_serves_no_longer_than_its_unexpired_grant()
    {
        await using var network = await LabNetwork.Create();
        var lan = await network.AddSegment("lan");
        var client = await network.AddMachine("client", lan, 10);
        var server = await network.AddMachine("server", lan, 51);
        var address = lan.V4(100);
        await server.PrepareForDsr(address);
        await using var peer = await PeerServer.Start(server, Port, address);
        await using var etcd = await EtcdCluster.Start(await network.AddMachine("etcd", lan, 11));
        var second = await network.AddMachine("lvs2", lan, 2);
        await using var director = await LabDirector.Create(network, second);
        var nic = network.AddGuestNic(lan, 1);
        await director.WriteConfig(await Config(network, etcd, nic, second, address.ToString(), server));

        await using var guest = await Guest.Boot(
            network, nic, GuestKernel.Find(),
            [Programs.Tenbin, "run", "-c", director.ConfigFile, "--run-directory", "/mnt/run", "--state-directory", "/mnt/state", "--bpf-directory", "/mnt/bpf/tenbin"]);
        await guest.WaitFor("owns the group");
        await director.Start();
        await director.WaitFor("lvs1 to serve", status => status.Cluster?["front"].Owner == "lvs1");
        await using var prober = await Prober.Start(client, ProbeKind.Udp, new(address, Port), TimeSpan.FromMilliseconds(20));
        await prober.WaitUntilSteady(since: 0);
        await using var watcher = await Watcher.Start(server, WatchSide.To, address);

        await guest.Pause();
        await director.WaitFor("lvs2 to serve", status => status.Cluster?["front"].Owner == "lvs2");
        await prober.WaitUntilSteady(LabClock.Now);
        var resumed = LabClock.Now;
        await guest.Resume();
        await guest.WaitFor("no longer owns the group");
        await director.WaitFor("lvs1 to be back", status => status.Cluster!.Nodes.All(node => node.IsAlive));
        await prober.WaitUntilSteady(LabClock.Now);

        var stints = await watcher.Stop();
        var late = stints.Where(stint => stint.Mac == nic.Mac && stint.Last > resumed).ToList();
        Assert.All(late, stint => Assert.True(stint.Last <= resumed + Lease + Turn, $"it forwarded {stint.Last - resumed:0.000} s after it went on"));
        Assert.Equal(second.Nics[0].Mac, stints[^1].Mac);
        Assert.Equal("lvs2", (await director.Status()).Cluster!["front"].Owner);
    }

    private static async Task<string> Config(LabNetwork network, EtcdCluster etcd, Nic guest, Machine second, string address, Machine server)
    {
        var key = Path.Combine(network.Directory, "cluster.key");
        (await second.Run(Programs.Tenbin, "key", "new", key)).Checked();
        return $$"""
            cluster:
              key-file: {{key}}
              nodes: { lvs1: {{guest.V4}}, lvs2: {{second.Nics[0].V4}} }
              heartbeat: { every: 200ms, dead-after: 1200ms, restart-grace: 2s }
              witness: { type: etcd, endpoints: ["{{etcd.Endpoints[0].GetLeftPart(UriPartial.Authority)}}"] }
            groups:
              front:
                addresses: [{{address}}/24]
            services:
              echo:
                listen: {{address}}:{{Port}}/udp
                forward: dsr
                servers: [{{server.Nics[0].V4}}]
                check: { type: none }

            """;
    }
}
