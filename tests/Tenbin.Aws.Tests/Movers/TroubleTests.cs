using System.Net;
using Tenbin.Addresses;
using Tenbin.Aws.Tests.Fakes;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Aws.Tests.Movers;

/// <summary>A takeover while AWS misbehaves.</summary>
public sealed class TroubleTests
{
    private const string Assign = "AssignPrivateIpAddresses";

    [Fact]
    public async Task A_500_in_the_middle()
    {
        await using var bench = await Bench.Start();
        var left = 2;
        bench.Cloud.Script = call => call.Action == Assign && Interlocked.Decrement(ref left) >= 0 ? new FakeFault() : null;

        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);

        Assert.Equal(FakeCloud.Here, bench.Cloud.HolderOf(Bench.Vip.Address));
        Assert.Equal(3, bench.Cloud.Count(Assign));
        Assert.Contains(bench.Log.Lines, line => line.Contains("is tried again: AssignPrivateIpAddresses was refused: InternalError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Throttled_until_it_is_over()
    {
        await using var bench = await Bench.Start();
        var isThrottled = true;
        bench.Cloud.Script = _ => isThrottled ? FakeFault.Throttle : null;
        var move = bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);
        await Eventually.Holds(() => bench.Cloud.Count(Assign) > 3, "a few refusals");

        isThrottled = false;
        await move;

        Assert.Equal(FakeCloud.Here, bench.Cloud.HolderOf(Bench.Vip.Address));
    }

    [Fact]
    public async Task A_lost_answer_of_a_call_that_was_done()
    {
        await using var bench = await Bench.Start();
        var first = 1;
        bench.Cloud.Script = call => call.Action == Assign && Interlocked.Exchange(ref first, 0) == 1 ? new FakeFault { IsDone = true, Cuts = true } : null;

        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);

        Assert.Equal(FakeCloud.Here, bench.Cloud.HolderOf(Bench.Vip.Address));
    }

    [Fact]
    public async Task An_API_that_does_but_never_answers_is_believed_through_the_metadata()
    {
        await using var bench = await Bench.Start();
        bench.Cloud.Script = _ => new FakeFault { IsDone = true, After = Timeout.InfiniteTimeSpan };

        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);

        Assert.Contains(bench.Log.Lines, line => line.Contains("the call has no answer yet, but the metadata shows it here", StringComparison.Ordinal));
        Assert.Contains(bench.Log.Lines, line => line.Contains("the metadata shows it here, and the API does not agree or answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_API_that_answers_nothing_fails_at_the_deadline_and_says_so()
    {
        await using var bench = await Bench.Start(options => options with { MoveTimeout = TimeSpan.FromSeconds(1) });
        bench.Cloud.Script = _ => FakeFault.Silence;

        var failure = await Assert.ThrowsAsync<ResourceException>(() => bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient));

        Assert.StartsWith("address 10.0.0.199 cannot be moved here: AssignPrivateIpAddresses: not done in ", failure.Message);
        Assert.Contains("there was no answer at all; look at the route to the endpoint", failure.Message);
    }

    [Fact]
    public async Task Metadata_that_is_silent_leaves_the_API_to_be_believed()
    {
        await using var bench = await Bench.Start();
        await Eventually.Holds(() => !bench.Cloud.Calls.IsEmpty, "the movers got ready");
        bench.Cloud.MetadataScript = _ => FakeFault.Silence;

        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);

        Assert.Contains(bench.Log.Lines, line => line.Contains("the API shows it here, and the metadata does not agree or answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metadata_that_never_answered_is_named()
    {
        await using var bench = await Bench.Start(
            options => options with { MoveTimeout = TimeSpan.FromSeconds(1) }, cloud => cloud.MetadataScript = _ => new FakeFault(403, "", ""));

        var failure = await Assert.ThrowsAsync<ResourceException>(() => bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient));

        Assert.Contains("address 10.0.0.199 cannot be moved here: the metadata service at ", failure.Message);
        Assert.Contains("is switched off for this instance", failure.Message);
        await Eventually.Holds(
            () => bench.Log.Lines.Any(line => line.StartsWith("AWS could not be asked, so that a takeover would not succeed now: the metadata service", StringComparison.Ordinal)), "said before it is needed");
        Assert.Empty(bench.Cloud.Calls);
    }

    [Fact]
    public async Task Delayed_visibility_is_waited_out()
    {
        await using var bench = await Bench.Start(options => options with { Repeat = TimeSpan.FromSeconds(50), Agreement = TimeSpan.FromSeconds(50) });
        (bench.Cloud.FrozenApi, bench.Cloud.FrozenMetadata) = ([], []);
        var move = bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);
        await Eventually.Holds(() => bench.Cloud.Count("DescribeNetworkInterfaces") > 3, "a few looks in vain");
        Assert.False(move.IsCompleted);

        bench.Cloud.FrozenMetadata = null;
        await Eventually.Holds(() => bench.Phases.Any(phase => phase.Phase == "metadata"), "the metadata shows it");
        Assert.False(move.IsCompleted);
        bench.Cloud.FrozenApi = null;
        await move;

        Assert.DoesNotContain(bench.Log.Lines, line => line.Contains("It is moved again.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_third_party_that_takes_it_at_once_is_overcome()
    {
        await using var bench = await Bench.Start();
        var thefts = 2;
        bench.Cloud.Script = call =>
        {
            // After the assignment, before any look at it.
            if (call.Action == "DescribeNetworkInterfaces" && bench.Cloud.Count(Assign) > 0 && Interlocked.Decrement(ref thefts) >= 0)
            {
                bench.Cloud.Give(Bench.Vip.Address, FakeCloud.There);
            }

            return null;
        };
        bench.Cloud.FrozenMetadata = [];
        await Eventually.Holds(() => !bench.Cloud.Calls.IsEmpty, "the movers got ready");

        await bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient);

        Assert.Equal(FakeCloud.Here, bench.Cloud.HolderOf(Bench.Vip.Address));
        Assert.InRange(bench.Cloud.Count(Assign), 2, 5);
        Assert.Contains(bench.Log.Lines, line => line.Contains("It is moved again.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_move_that_never_shows_ends_at_its_deadline_and_names_it()
    {
        await using var bench = await Bench.Start(options => options with { MoveTimeout = TimeSpan.FromSeconds(1), Repeat = TimeSpan.FromMilliseconds(200) });
        (bench.Cloud.FrozenApi, bench.Cloud.FrozenMetadata) = ([], []);

        var failure = await Assert.ThrowsAsync<ResourceException>(() => bench.PrivateIp.Acquire(Bench.Vip, Bench.Patient));

        Assert.Contains("AWS has not shown it here within 'aws.move-timeout', 1 s", failure.Message);
    }

    [Fact]
    public async Task A_lease_that_ends_ends_the_move()
    {
        await using var bench = await Bench.Start();
        bench.Cloud.Script = _ => FakeFault.Throttle;
        using var lease = new CancellationTokenSource();
        var move = bench.PrivateIp.Acquire(Bench.Vip, lease.Token);
        await Eventually.Holds(() => bench.Cloud.Count(Assign) > 1, "some attempts");

        await lease.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => move);

        bench.Cloud.Calls.Clear();
        bench.Cloud.Script = _ => null;
        await bench.Session.Ec2.DescribeInstanceType("t3.small", Bench.Patient);
        Assert.Equal(0, bench.Cloud.Count(Assign));
        Assert.Null(bench.Cloud.HolderOf(Bench.Vip.Address));
    }

    [Fact]
    public async Task An_address_outside_the_subnet_is_refused_before_any_call()
    {
        await using var bench = await Bench.Start();
        var failure = await Assert.ThrowsAsync<ResourceException>(() => bench.PrivateIp.Acquire(Bench.Vip with { Address = IPAddress.Parse("10.0.1.199") }, Bench.Patient));
        Assert.Equal(
            $"address 10.0.1.199 is in no subnet of this instance, those are 10.0.0.0/24 of {FakeCloud.Here}, 2001:db8:1::/64 of {FakeCloud.Here}: "
            + "a private address cannot leave its subnet; correct 'ip', or use mover: aws-route", failure.Message);
        Assert.Equal(0, bench.Cloud.Count(Assign));
    }
}
