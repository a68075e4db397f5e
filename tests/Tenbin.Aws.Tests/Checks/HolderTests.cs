using System.Collections.Immutable;
using System.Net;
using Tenbin.Aws.Checks;
using Tenbin.Aws.Ec2;
using Tenbin.Linux;
using Tenbin.Model.Configuration;
using Xunit;
using static Tenbin.Aws.Tests.Checks.Surroundings;

namespace Tenbin.Aws.Tests.Checks;

/// <summary>Whom AWS sends a virtual address to, and how fast it answers.</summary>
public sealed class HolderTests
{
    private static readonly TenbinConfig s_alone = Config with { Cluster = null, Groups = [] };

    [Fact]
    public void A_group_that_nobody_or_the_peer_has_is_as_it_should_be()
    {
        Assert.Empty(HolderChecks.Find(Good));
        Assert.Empty(HolderChecks.Find(Held("eni-peer")));
        Assert.Empty(HolderChecks.Find(Held("eni-own")));
    }

    [Fact]
    public void A_stranger_that_has_a_groups_address_is_named_with_the_command_that_takes_it_back()
    {
        var found = Assert.Single(HolderChecks.Find(Held("eni-db")));
        Assert.Equal(("aws.address-astray", AwsSeverity.Error, "address 10.0.0.199"), (found.Id, found.Severity, found.About));
        Assert.Equal("AWS sends it to eni-db of i-db, which is no director.", found.What);
        Assert.Contains("'aws ec2 assign-private-ip-addresses --network-interface-id eni-own --private-ip-addresses 10.0.0.199 --allow-reassignment'", found.Remedy);
    }

    [Fact]
    public void An_address_on_this_machine_that_AWS_sends_to_the_peer()
    {
        var found = Assert.Single(HolderChecks.Find(Held("eni-peer") with { Machine = Machine(Own, WebVip) }));
        Assert.Equal("AWS sends it to eni-peer of i-peer, and this machine has it.", found.What);
        Assert.Empty(HolderChecks.Find(Held("eni-peer") with { Machine = Machine(Own) }));
    }

    [Fact]
    public void An_address_that_no_group_moves_must_be_at_this_instance()
    {
        Assert.Equal(["AWS sends it nowhere.", "AWS sends it nowhere."], HolderChecks.Find(Good with { Config = s_alone }).Select(one => one.What));
        Assert.Equal(["AWS does not send it to this instance.", "AWS does not send it to this instance."], HolderChecks.Find(Good with { Config = s_alone, Interfaces = [] }).Select(one => one.What));
        Assert.Empty(HolderChecks.Find(Good with { Config = s_alone, Own = [Good.Own[0] with { Addresses = [Own, WebVip, DbVip] }] }));
    }

    [Fact]
    public void The_mover_local_moves_nothing_inside_a_subnet()
    {
        var local = Config with { Groups = [new GroupSettings { Name = "front", Addresses = [new(WebVip, 24), new(IPAddress.Parse("192.168.7.1"), 24)] }] };
        var found = Assert.Single(HolderChecks.FindByMetadata(local, Good.Own));
        Assert.Equal(("aws.mover-local", "address 10.0.0.199 of group front"), (found.Id, found.About));
    }

    [Theory]
    [InlineData(1.0, 30, 60, null)]
    [InlineData(3.0, 30, 60, "aws.slow")]
    [InlineData(1.5, 1, 60, "aws.timeout-short")]
    [InlineData(1.5, 2, 2, "aws.timeout-short")]
    public void Timeouts_are_compared_with_what_a_call_took(double took, int call, int move, string? id)
    {
        var aws = new AwsSettings { CallTimeout = TimeSpan.FromSeconds(call), MoveTimeout = TimeSpan.FromSeconds(move) };
        var facts = Good with { ApiLatency = TimeSpan.FromSeconds(took), Config = Config with { Aws = aws } };
        Assert.Equal(id is null ? [] : [id], SpeedChecks.Find(facts).Select(one => one.Id));
        Assert.Empty(SpeedChecks.Find(facts with { ApiLatency = null }));
        Assert.Empty(SpeedChecks.Find(facts with { Config = s_alone with { Aws = aws } }));
    }

    private static CloudFacts Held(string by) => by == "eni-own"
        ? Good with { Own = [Good.Own[0] with { Addresses = [Own, WebVip] }] }
        : Good.With(by, one => one with { Addresses = one.Addresses.Add(new InterfaceAddress(WebVip)) });

    private static MachineFacts Machine(params IPAddress[] addresses) => new(ImmutableHashSet<MacAddress>.Empty, [.. addresses]);
}
