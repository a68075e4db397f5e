using System.Globalization;
using Tenbin.Lab;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Processes;
using Xunit;

namespace Tenbin.LabTests.Traps;

/// <summary>What two directors need to be a pair.</summary>
public sealed class ClusterTraps
{
    /// <summary>VRRP as it is by default, by multicast: neither hears the other, both are master. Tenbin's heartbeats are unicast.</summary>
    [Fact]
    public async Task Trap08_multicast_is_not_carried_so_both_directors_become_master()
    {
        const string keepalived = "/usr/sbin/keepalived";
        Assert.SkipUnless(File.Exists(keepalived), $"{keepalived} is not installed");
        await using var pair = await TrapPair.Prepare();
        await pair.Write(new());
        var daemons = new List<LabProcess>();
        foreach (var director in new[] { pair.Lvs01, pair.Lvs02 })
        {
            daemons.Add(await StartVrrp(director.Machine, keepalived));
        }

        await Wait.Until(
            "both to be master", () => daemons.All(daemon => daemon.Output.Contains("MASTER STATE")),
            TimeSpan.FromSeconds(30), () => string.Join('\n', daemons.Select(daemon => daemon.Output)));
        foreach (var name in new[] { "lvs01", "lvs02" })
        {
            await Wait.Until($"multicast of {name} to be dropped", () => pair.Vpc.Switch.Drops.Count(pair.Vpc[name].Port, DropReason.Multicast) > 0);
        }

        Assert.Contains("systemctl disable --now keepalived", Assert.Single(await pair.Lvs01.Finds("program.rival")).Mend, StringComparison.Ordinal);
        foreach (var daemon in daemons)
        {
            await daemon.DisposeAsync();
        }

        await pair.Start();
        await pair.WaitUntilServed();
        await pair.Lvs01.FindsNo("program.rival");
        Assert.Equal(["lvs01", "lvs01"], [(await pair.Lvs01.Status()).Cluster!["front"].Owner, (await pair.Lvs02.Status()).Cluster!["front"].Owner]);
    }

    [Fact]
    public async Task Trap08_unicast_heartbeat_needs_its_port_open_in_the_security_groups()
    {
        await using var pair = await TrapPair.Prepare(TrapPlans.WithClosedHeartbeat());
        await pair.Write(new());
        await pair.Lvs01.Start();
        await pair.Lvs01.WaitFor("lvs01 to serve alone", status => status.Cluster!["front"].Phase == "holding");
        await pair.Lvs02.Start();
        await Wait.Until("heartbeats to be dropped", () => pair.Vpc.Switch.Drops.Count(DropReason.SecurityGroupIngress) > 0);

        // Beats go from port to port, so once a node has sent one its peer's count as answers to it: the port seems to be open.
        var found = await pair.Lvs02.Finds("aws.closed-heartbeat");
        Assert.Equal(2, found.Count);
        Assert.Contains("udp port 6946", found[0].Mend, StringComparison.Ordinal);
        pair.Vpc.Control.Change(book => book.With(book.Groups[Vpc.GroupId(VpcBuilder.DefaultGroup)] with
        {
            Ingress = [.. TrapPlans.ButHeartbeat, SecurityRule.Udp(6946, "172.18.1.0/24")],
        }));

        await pair.WaitUntilSettled();
        await pair.WaitUntilServed();
        await pair.Lvs02.FindsNo("aws.closed-heartbeat");
    }

    /// <summary>The second director as a copy of the first, whose network settings came along: it takes itself for lvs01, so lvs01 has no peer.</summary>
    [Fact]
    public async Task Trap16_copied_director_claims_to_be_the_first_until_it_has_its_own_address_and_nothing_else_is_edited()
    {
        await using var pair = await TrapPair.Prepare();
        await pair.Write(new());
        await pair.Lvs01.Start();
        await Become(pair.Lvs02.Machine, "172.18.1.25", "172.18.1.23");
        await pair.Lvs02.Start();
        Assert.Equal("lvs01", (await pair.Lvs02.Status()).Cluster!.Node);
        Assert.Contains((await pair.Lvs01.Status()).Cluster!.Nodes, node => node is { Name: "lvs02", IsAlive: false });
        await pair.LoseForGood();
        await pair.Lvs01.PowerOn();
        await pair.Lvs01.Start();

        Assert.Contains("give the copy an address of its own", Assert.Single(await pair.Lvs02.Finds("node.copied")).Mend, StringComparison.Ordinal);
        await pair.Lvs02.Stop();
        await Become(pair.Lvs02.Machine, "172.18.1.23", "172.18.1.25");
        await pair.Lvs02.Start();

        await pair.WaitUntilSettled();
        await pair.WaitUntilServed();
        await pair.Lvs02.FindsNo("node.copied");
        Assert.Equal(
            await File.ReadAllTextAsync(pair.Lvs01.ConfigFile, TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(pair.Lvs02.ConfigFile, TestContext.Current.CancellationToken));
        await pair.Lvs01.PowerOff();
        await pair.WaitUntilServed();
    }

    /// <summary>A machine that is in no file: its address was not entered, or it was started with that of another pair.</summary>
    [Fact]
    public async Task Trap16_director_that_the_file_does_not_know_does_not_start_and_is_told_why()
    {
        await using var pair = await TrapPair.Prepare();
        await pair.Write(new());
        await Become(pair.Lvs02.Machine, "172.18.1.25", "172.18.1.26");

        var daemon = await pair.Lvs02.Launch();
        Assert.Equal(2, await daemon.Ended);
        Assert.Contains("none of their addresses", daemon.Output.ToString(), StringComparison.Ordinal);
        await pair.Lvs02.Finds("node.unknown");

        await Become(pair.Lvs02.Machine, "172.18.1.26", "172.18.1.25");
        await pair.Lvs02.FindsNo("node.unknown");
        await pair.Start();
        await pair.WaitUntilServed();
    }

    private static Task Become(Machine machine, string old, string address) => machine.Ip(
        $"address delete {old}/24 dev {VpcInstance.Device}", $"address add {address}/24 dev {VpcInstance.Device}", $"route replace default via {LoneDirector.Router} dev {VpcInstance.Device}");

    private static async Task<LabProcess> StartVrrp(Machine machine, string program)
    {
        var file = Path.Combine(machine.Directory, "keepalived.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $$"""
            global_defs {
                router_id {{machine.Name}}
            }
            vrrp_instance front {
                state BACKUP
                interface {{VpcInstance.Device}}
                virtual_router_id 51
                virtual_ipaddress {
                    {{LoneDirector.WebAddress}}/24
                }
            }

            """));
        return await machine.Start(
        [
            program, "--dont-fork", "--vrrp", "--log-console", "--log-detail", "--use-file", file,
            "--pid", Path.Combine(machine.Directory, "keepalived.pid"), "--vrrp_pid", Path.Combine(machine.Directory, "vrrp.pid"),
        ]);
    }
}
