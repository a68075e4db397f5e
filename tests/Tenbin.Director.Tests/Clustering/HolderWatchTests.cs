using System.Net;
using Tenbin.Addresses;
using Tenbin.Director.Clustering;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Model.Configuration;
using Tenbin.TestKit;

namespace Tenbin.Director.Tests.Clustering;

/// <summary>Who holds the addresses, asked in the background.</summary>
public sealed class HolderWatchTests
{
    private static readonly IPAddress s_moved = IPAddress.Parse("172.18.1.199"), s_local = IPAddress.Parse("172.18.1.200");
    private static readonly IReadOnlyList<ClusterNode> s_nodes = ClusterFiles.Load().Cluster!.Nodes;
    private static readonly CloudTarget s_here = new("eni-1 of i-1", true), s_peer = new("eni-2 of i-2", false) { Addresses = [IPAddress.Parse("172.18.1.25"), s_moved] };

    private readonly ManualTime _time = new();
    private readonly AskedMover _aws = new(), _system = new();
    private readonly HolderRules _rules = new(s_nodes, 0);
    private readonly HolderWatch _watch;
    private byte? _owner = 0;

    public HolderWatchTests() => _watch = new HolderWatch(
        [new GroupSettings { Name = "front", Addresses = [new GroupAddress(s_moved, 24, MoverKind.AwsPrivateIp), new GroupAddress(s_local, 24)] }],
        new Dictionary<MoverKind, IAddressMover> { [MoverKind.AwsPrivateIp] = _aws, [MoverKind.Local] = _system }, _ => _owner, _rules, _time);

    [Fact]
    public async Task AWS_is_asked_once_in_ten_seconds_and_the_segment_never()
    {
        for (var second = 0; second < 30; second++)
        {
            await Look(1);
        }

        Assert.Equal([s_moved, s_moved, s_moved], _aws.Asked);
        Assert.Empty(_system.Asked);
        Assert.Equal([s_moved, s_local], _watch.Looks.Select(look => look.Address.Address));
    }

    [Fact]
    public async Task A_change_of_owner_is_looked_at_soon_and_not_more_often_than_every_two_seconds()
    {
        await Look(0);
        for (var second = 0; second < 6; second++)
        {
            _owner = (byte)(second % 2 == 0 ? 1 : 0);
            await Look(1);
        }

        Assert.InRange(_aws.Asked.Count, 3, 4);
    }

    [Fact]
    public async Task What_contradicts_the_owner_is_told_after_two_looks_that_agree()
    {
        _aws.Answer = _ => Task.FromResult(new AddressHolder(HolderKind.Contested) { IsOnInterface = true, Cloud = s_peer });

        await Look(0);
        Assert.Null(Told().Contradiction);
        await Look(10);

        Assert.Equal("AWS sends it to eni-2 of i-2 (lvs02)", Told().Contradiction);
        Assert.Equal(("eni-2 of i-2", "lvs02", true, 0.0), (Told().Aws, Told().Node, Told().OnInterface, Told().AgeSeconds));
        _owner = 1;
        Assert.Null(Told().Contradiction);
        await Look(2);
        Assert.Null(Told().Contradiction);
    }

    [Fact]
    public async Task An_API_that_does_not_answer_leaves_what_was_known_with_its_age_and_the_reason()
    {
        _aws.Answer = _ => Task.FromResult(new AddressHolder(HolderKind.Here) { IsOnInterface = true, Cloud = s_here });
        await Look(0);
        _aws.Answer = cancellation => Task.Delay(Timeout.Infinite, cancellation).ContinueWith<AddressHolder>(_ => throw new OperationCanceledException(cancellation), TaskScheduler.Default);
        _time.Advance(TimeSpan.FromSeconds(10));
        var asking = _watch.LookIfDue(TestContext.Current.CancellationToken);
        await Eventually.Holds(() => _aws.Asked.Count == 2, "it asks again");
        while (!asking.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await asking;
        Assert.Equal(("eni-1 of i-1", "lvs01", "no answer within 5 s"), (Told().Aws, Told().Node, Told().Trouble));
        Assert.True(Told().AgeSeconds >= 15, $"{Told().AgeSeconds} s");
        _aws.Answer = _ => throw new ResourceException("UnauthorizedOperation");
        await Look(10);
        Assert.Equal("UnauthorizedOperation", Told().Trouble);
    }

    [Theory]
    [InlineData(0, true, true, null)]
    [InlineData(0, false, true, "no interface of this node has it")]
    [InlineData(0, true, false, "AWS sends it to eni-2 of i-2 (lvs02)")]
    [InlineData(0, true, null, "AWS sends it to nobody")]
    [InlineData(1, false, false, null)]
    [InlineData(1, true, false, "an interface of this node has it")]
    [InlineData(1, false, true, "AWS sends it to this node")]
    [InlineData(1, false, null, "AWS sends it to nobody")]
    [InlineData(null, true, false, null)]
    public void System_and_AWS_must_fit_the_owner(int? owner, bool onInterface, bool? awsHere, string? contradiction) => Assert.Equal(
        contradiction,
        _rules.Contradiction(
            new GroupAddress(s_moved, 24, MoverKind.AwsPrivateIp),
            new AddressHolder(HolderKind.Here) { IsOnInterface = onInterface, Cloud = awsHere switch { true => s_here, false => s_peer, null => null } }, (byte?)owner));

    [Fact]
    public void An_interface_of_no_node_contradicts_this_owner_and_not_another_one()
    {
        var address = new GroupAddress(s_moved, 24, MoverKind.AwsPrivateIp);
        var strange = new AddressHolder(HolderKind.Elsewhere) { Cloud = new CloudTarget("eni-9 of i-9", false) { Addresses = [s_moved] } };

        Assert.Equal("AWS sends it to eni-9 of i-9", _rules.Contradiction(address, strange, 0));
        Assert.Null(_rules.Contradiction(address, strange, 1));
    }

    [Fact]
    public void An_elastic_ip_that_did_not_follow_is_told_at_the_owner() => Assert.Equal(
        "the Elastic IP 203.0.113.10 does not lead to it",
        _rules.Contradiction(
            new GroupAddress(s_moved, 24, MoverKind.AwsPrivateIp),
            new AddressHolder(HolderKind.Here) { IsOnInterface = true, Cloud = s_here with { Lacks = "the Elastic IP 203.0.113.10 does not lead to it" } }, 0));

    private async Task Look(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        await _watch.LookIfDue(TestContext.Current.CancellationToken);
    }

    private Tenbin.Director.Api.HolderStatus Told() => new MoveReport(_watch.Looks, [null], _rules, _time).HoldersOf(0, _owner)[0];
}
