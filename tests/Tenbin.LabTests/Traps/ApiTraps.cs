using Tenbin.Lab;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.LabTests.Traps;

/// <summary>What the API refuses, and when it cannot be asked.</summary>
public sealed class ApiTraps
{
    /// <summary>
    /// The VPC's book has one holder for each address, so two directors never get an address's packets at once; but which has
    /// it, nothing on the machines says. Here a stray call has moved both.
    /// </summary>
    [Fact]
    public async Task Trap07_doctor_tells_whom_the_book_sends_an_address_to()
    {
        await using var lone = await LoneDirector.Start();
        await lone.WaitUntilWebServes();
        await lone.WaitUntilDbServes();
        await lone.Director.FindsNo("aws.address-astray");

        var other = lone.Vpc["lvs02"];
        (await lone.Vpc.Operator().Ec2(Assign(other, LoneDirector.WebAddress, LoneDirector.DbAddress))).Checked();
        await lone.Client.WaitUntilLost(LoneDirector.Web);
        Assert.Contains(LoneDirector.WebAddress, (await lone.Director.Machine.Run("ip", "address")).Output, StringComparison.Ordinal);

        var found = await lone.Director.Finds("aws.address-astray");
        Assert.Equal(2, found.Count);
        Assert.All(found, one => Assert.Contains($"AWS sends it to {other.InterfaceId} of {other.Id}", one.Wrong, StringComparison.Ordinal));
        foreach (var one in found)
        {
            (await lone.Vpc.Operator().Ec2(one.Command("aws ec2"))).Checked();
        }

        await lone.WaitUntilWebServes();
        await lone.WaitUntilDbServes();
        await lone.Director.FindsNo("aws.address-astray");
    }

    [Fact]
    public async Task Trap07_owner_takes_back_what_a_stray_call_has_moved_and_both_nodes_say_who_owns_it()
    {
        await using var pair = await TrapPair.Prepare();
        await pair.Write(new());
        await pair.Start();
        await pair.WaitUntilServed();

        (await pair.Vpc.Operator().Ec2(Assign(pair.Vpc["db01"], LoneDirector.WebAddress))).Checked();
        await Wait.Until("the owner to take it back", () => pair.HolderOf(LoneDirector.WebAddress) == "lvs01", TimeSpan.FromSeconds(30), pair.Evidence);

        await pair.WaitUntilServed();
        Assert.Contains(LoneDirector.WebAddress, string.Join('\n', pair.Lvs01.Daemon!.Output.Lines.Where(line => line.Contains("any more", StringComparison.Ordinal))), StringComparison.Ordinal);
        foreach (var director in new[] { pair.Lvs01, pair.Lvs02 })
        {
            Assert.Equal("lvs01", (await director.Status()).Cluster![PairFile.Group].Owner);
            await director.FindsNo("aws.address-astray");
        }
    }

    /// <summary>Addresses that nobody needs any more fill the interface.</summary>
    [Fact]
    public async Task Trap09_takeover_fails_at_the_address_limit_of_the_instance_type()
    {
        await using var pair = await TrapPair.Prepare(TrapPlans.WithLeftAddresses());
        await pair.Write(new());
        await pair.Start();
        await pair.WaitUntilServed();
        await pair.Lvs01.FindsNo("aws.address-limit");

        // It is told before a failover needs it.
        var found = Assert.Single(await pair.Lvs02.Finds("aws.address-limit"));
        Assert.Contains("172.18.1.101, 172.18.1.102", found.Wrong, StringComparison.Ordinal);
        await pair.LoseForGood();
        Assert.Contains(pair.Vpc.Ec2.Calls.All, call => call.Outcome == "PrivateIpAddressLimitExceeded");
        Assert.Contains("PrivateIpAddressLimitExceeded", pair.Lvs02.Daemon!.Output.ToString(), StringComparison.Ordinal);

        (await pair.Vpc.Operator().Ec2($"unassign-private-ip-addresses --network-interface-id {Vpc.InterfaceId("lvs02")} --private-ip-addresses 172.18.1.101 172.18.1.102 172.18.1.103")).Checked();
        await pair.WaitUntilServed();
        await pair.Lvs02.FindsNo("aws.address-limit");
    }

    /// <summary>
    /// The moving Elastic IP is with the other director, and this one has none of its own: no way to the API. The daemon needs
    /// no restart when it gets one, so it may also come later than the first boot.
    /// </summary>
    [Fact]
    public async Task Trap10_director_without_a_public_address_of_its_own_cannot_take_anything_over()
    {
        await using var pair = await TrapPair.Prepare(TrapPlans.WithoutWayOut());
        await pair.Write(new());
        await pair.Start();
        await pair.WaitUntilServed();
        await pair.Lvs01.FindsNo("aws.unreachable");
        Assert.Contains("public address of its own", Assert.Single(await pair.Lvs02.Finds("aws.unreachable")).Mend, StringComparison.Ordinal);

        await pair.LoseForGood();
        Assert.True(pair.Vpc.Switch.Drops.Count(pair.Vpc["lvs02"].Port, DropReason.EdgeNoPublicAddress) > 0, pair.Evidence());

        (await pair.Vpc.Operator().Ec2(
            $"associate-address --allocation-id {Vpc.AllocationId("203.0.113.25")} --network-interface-id {Vpc.InterfaceId("lvs02")} --private-ip-address 172.18.1.25")).Checked();
        await pair.WaitUntilServed();
        await pair.Lvs02.FindsNo("aws.unreachable");
    }

    /// <summary>The article's team had to lengthen the timeouts of its scripts; Tenbin's own have room, unless somebody shortens them.</summary>
    [Fact]
    public async Task Trap11_timeouts_shorter_than_the_api_takes_make_every_switch_fail()
    {
        await using var pair = await TrapPair.Prepare();
        await pair.Write(new() { Aws = "call-timeout: 1s, move-timeout: 4s" });
        await pair.Start();
        await pair.WaitUntilServed();

        pair.Vpc.Ec2.Conduct.Usual = new() { Latency = TimeSpan.FromSeconds(1.5) };
        await pair.LoseForGood();
        Assert.Equal("lvs01", pair.HolderOf(LoneDirector.WebAddress));
        Assert.Contains("'call-timeout' 1 s", Assert.Single(await pair.Lvs02.Finds("aws.timeout-short")).Wrong, StringComparison.Ordinal);

        await pair.Write(new());
        await TrapPair.Restart(pair.Lvs02);
        await pair.WaitUntilServed();
        Assert.Equal("lvs02", pair.HolderOf(LoneDirector.WebAddress));
        await pair.Lvs02.FindsNo("aws.timeout-short");
    }

    private static string Assign(VpcInstance to, params string[] addresses) =>
        $"assign-private-ip-addresses --network-interface-id {to.InterfaceId} --private-ip-addresses {string.Join(' ', addresses)} --allow-reassignment";
}
