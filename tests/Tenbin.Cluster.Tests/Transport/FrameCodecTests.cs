using Tenbin.Cluster.Transport;
using Xunit;

namespace Tenbin.Cluster.Tests.Transport;

public sealed class FrameCodecTests : IDisposable
{
    private static readonly KeyFile s_keys = KeyFile.Generate(DateTimeOffset.UnixEpoch);
    private readonly List<CodecNode> _nodes = [];

    public void Dispose() => _nodes.ForEach(node => node.Dispose());

    [Fact]
    public void One_greeting_confirms_both_ways()
    {
        var (a, b) = (Node(0), Node(1));

        a.Greet(b);

        Assert.True(a.Of(b).Session is not null);
        Assert.True(b.Of(a).Session is not null);
        Assert.Equal("to b", b.Payload(a.Data(b, "to b")[0]));
        Assert.Equal("to a", a.Payload(b.Data(a, "to a")[0]));
    }

    [Fact]
    public void A_payload_is_delivered_once_whichever_link_is_first()
    {
        var (a, b) = Pair();
        var first = a.Data(b, "1");
        var second = a.Data(b, "2");

        Assert.Equal("2", b.Payload(second[1], 1));
        Assert.Equal("1", b.Payload(first[0]));
        Assert.Equal(FrameVerdict.Duplicate, b.Take(second[0]).Verdict);
        Assert.Equal(FrameVerdict.Duplicate, b.Take(first[1], 1).Verdict);
        Assert.Equal(FrameVerdict.Replayed, b.Take(first[1], 1).Verdict);
        Assert.Equal((1, 1), (b.Of(a).Links[0].Duplicates, b.Of(a).Links[1].Duplicates));
    }

    [Fact]
    public void Loss_on_one_link_shows_in_its_own_figures_and_goes_when_the_late_come()
    {
        var (a, b) = Pair();
        List<byte[]> held = [];
        for (var i = 0; i < 256; i++)
        {
            var frames = a.Data(b, "x");
            b.Take(frames[0]);
            if (i % 4 == 0)
            {
                held.Add(frames[1]);
            }
            else
            {
                b.Take(frames[1], 1);
            }
        }

        var session = b.Of(a).Session!;
        Assert.Equal((0, 64), (session.Lost(0), session.Lost(1)));
        Assert.Equal((0, 0.25), (session.RecentLoss(0), session.RecentLoss(1)));
        held.ForEach(frame => Assert.Equal(FrameVerdict.Duplicate, b.Take(frame, 1).Verdict));
        Assert.Equal((0, 0.0), (session.Lost(1), session.RecentLoss(1)));
    }

    [Fact]
    public void Round_trip_leaves_out_the_time_that_the_peer_held_it()
    {
        var (a, b) = Pair();
        (a.Now, b.Now) = (1_000_000_000_000, 77_000_000_000);

        var there = a.Data(b, "there")[0];
        b.Take(there);
        b.Now += 40_000_000;
        var back = b.Data(a, "back")[0];
        a.Now += 40_000_000 + 1_234_000;
        a.Take(back);

        Assert.Equal(1_234_000, a.Of(b).Links[0].RoundTrip);
        Assert.Null(b.Of(a).Links[0].RoundTrip);
    }

    [Fact]
    public void A_recording_of_the_peer_from_before_a_restart_is_never_delivered()
    {
        var (a, b) = Pair();
        byte[][] recorded = [a.Hello(b), a.Hello(b, b.Codec.Own), .. a.Data(b, "old"), .. a.Data(b, "older")];

        var fresh = Node(1, incarnation: 200);
        foreach (var frame in recorded.Concat(recorded))
        {
            fresh.Take(frame, frame[FrameLayout.Link]);
        }

        Assert.Null(fresh.Of(a).Session);
        fresh.Greet(a);
        Assert.All(recorded, frame => Assert.NotEqual(FrameVerdict.Delivered, fresh.Take(frame, frame[FrameLayout.Link]).Verdict));
        Assert.Equal("new", fresh.Payload(a.Data(fresh, "new")[0]));
    }

    [Fact]
    public void A_later_run_replaces_an_earlier_one_which_never_comes_back()
    {
        var (a, b) = Pair();
        var old = a.Data(b, "old")[0];
        var hello = a.Hello(b);
        var again = Node(0, incarnation: 101);

        again.Greet(b);

        Assert.Equal(101ul, b.Of(again).Session!.Id.Incarnation);
        Assert.Equal("new", b.Payload(again.Data(b, "new")[0]));
        Assert.Equal(FrameVerdict.OldIncarnation, b.Take(old).Verdict);
        Assert.Equal(FrameVerdict.OldIncarnation, b.Take(hello).Verdict);
        Assert.Equal(101ul, b.Of(again).Session!.Id.Incarnation);
    }

    [Fact]
    public void A_run_that_only_claims_to_be_later_does_not_end_the_present_one()
    {
        var (a, b) = Pair();
        var later = Node(0, incarnation: 900);

        Assert.Equal(FrameVerdict.Hello, b.Take(later.Hello(b)).Verdict);
        Assert.Equal(FrameVerdict.Unconfirmed, b.Take(later.Data(b, "unconfirmed")[0]).Verdict);

        Assert.Equal("still here", b.Payload(a.Data(b, "still here")[0]));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    public void A_node_whose_wall_clock_went_back_numbers_itself_above_what_its_peer_knows(ulong incarnation)
    {
        var (a, b) = Pair();
        var again = Node(0, incarnation);

        again.Greet(b);
        again.Greet(b);

        Assert.Equal(101ul, again.Codec.Own.Incarnation);
        Assert.True(again.Of(b).Session is not null);
        Assert.Equal("new", b.Payload(again.Data(b, "new")[0]));
        Assert.Equal(FrameVerdict.OldIncarnation, b.Take(a.Data(b, "old")[0]).Verdict);
    }

    [Fact]
    public void Two_machines_with_one_id_do_not_outbid_each_other_for_ever()
    {
        var (a, b) = Pair();
        var clone = Node(0, incarnation: 150);
        var contested = 0;
        for (var i = 0; i < 20; i++)
        {
            foreach (var node in new[] { a, clone })
            {
                b.Now += 20_000_000;
                var reply = b.Take(node.Hello(b)).Reply;
                var opened = reply is { } echo ? node.Take(b.Hello(node, echo)) : default;
                contested += opened.Event == TransportEvent.IdContested ? 1 : 0;
                if (opened.Reply is { } answer)
                {
                    b.Take(node.Hello(b, answer));
                }
            }
        }

        Assert.True(contested > 0);
        Assert.InRange(Math.Max(a.Codec.Own.Incarnation, clone.Codec.Own.Incarnation), 150ul, 160ul);
    }

    [Fact]
    public void Every_step_of_a_key_rotation_is_understood_by_nodes_one_step_away()
    {
        var (a, b) = Pair();
        KeyFile[] steps = [s_keys, s_keys.Stage(default), null!, null!];
        steps[2] = steps[1].Activate();
        steps[3] = steps[2].Prune();
        for (var step = 1; step < steps.Length; step++)
        {
            a.Codec.UseKeys(steps[step]);
            Both();
            b.Codec.UseKeys(steps[step]);
            Both();
            Node(0, 100 + (ulong)step, steps[step - 1]).Greet(Node(1, 100, steps[step]));
        }

        b.Codec.UseKeys(s_keys);
        Assert.Equal(FrameVerdict.UnknownKey, b.Take(a.Data(b, "x")[0]).Verdict);

        void Both()
        {
            Assert.Equal("to b", b.Payload(a.Data(b, "to b")[0]));
            Assert.Equal("to a", a.Payload(b.Data(a, "to a")[0]));
        }
    }

    [Fact]
    public void All_speak_the_newest_version_that_every_member_is_known_to_speak()
    {
        var (a, b, c) = (Node(0, newest: 3), Node(1, newest: 2), Node(2, newest: 3));
        Assert.Equal(1, a.Codec.AgreedVersion);
        a.Greet(b);
        Assert.Equal(1, a.Codec.AgreedVersion);
        a.Greet(c);
        Assert.Equal(2, a.Codec.AgreedVersion);

        Node(1, incarnation: 200, newest: 3).Greet(a);
        Assert.Equal(3, a.Codec.AgreedVersion);
        Assert.Equal(FrameVerdict.VersionsApart, a.Take(Node(1, incarnation: 300, oldest: 4, newest: 5).Hello(a)).Verdict);
    }

    [Fact]
    public void Each_flaw_has_its_own_verdict()
    {
        var (a, b) = Pair();
        var c = Node(2);
        var frame = a.Data(b, "x")[0];

        Assert.Equal(FrameVerdict.TooShort, b.Take([]).Verdict);
        Assert.Equal(FrameVerdict.TooShort, b.Take(frame.AsSpan(0, 40)).Verdict);
        Assert.Equal(FrameVerdict.TooLong, b.Take([.. frame, .. new byte[FrameLayout.MaxPayload]]).Verdict);
        Assert.Equal(FrameVerdict.TooLong, b.Take([.. a.Hello(b), 0]).Verdict);
        Assert.Equal(FrameVerdict.WrongMagic, b.Take(Changed(0)).Verdict);
        Assert.Equal(FrameVerdict.WrongVersion, b.Take(Changed(FrameLayout.VersionAt)).Verdict);
        Assert.Equal(FrameVerdict.WrongVersion, b.Take(Changed(FrameLayout.Kind, 64)).Verdict);
        Assert.Equal(FrameVerdict.UnknownKey, b.Take(Changed(FrameLayout.KeyId, 64)).Verdict);
        Assert.Equal(FrameVerdict.UnknownSender, b.Take(Changed(FrameLayout.Sender, 64)).Verdict);
        Assert.Equal(FrameVerdict.FromOurselves, b.Take(b.Data(a, "x")[0]).Verdict);
        Assert.Equal(FrameVerdict.Misdirected, b.Take(frame, 1).Verdict);
        Assert.Equal(FrameVerdict.Misdirected, c.Take(frame).Verdict);
        Assert.Equal(FrameVerdict.Unconfirmed, c.Take(a.Data(c, "x")[0]).Verdict);
        Assert.Equal(FrameVerdict.BadTag, b.Take(Changed(frame.Length - 1)).Verdict);
        Assert.Equal(FrameVerdict.BadTag, b.Take(Changed(FrameLayout.Header)).Verdict);
        Assert.Equal(FrameVerdict.BadTag, b.Take(a.Data(b, "cut off")[0].AsSpan(..^1)).Verdict);
        Assert.Equal("x", b.Payload(frame));
        Assert.Equal(FrameVerdict.Replayed, b.Take(frame).Verdict);

        byte[] Changed(int at, byte by = 1)
        {
            var copy = frame.ToArray();
            copy[at] ^= by;
            return copy;
        }
    }

    [Fact]
    public void Sealing_and_opening_allocate_nothing()
    {
        var (a, b) = Pair();
        byte[] frame = new byte[FrameLayout.MaxDatagram], content = new byte[FrameLayout.MaxPayload], payload = new byte[FrameLayout.MaxPayload];
        Exchange(100);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Exchange(10_000);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);

        void Exchange(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var length = a.Codec.SealData(a.Of(b), a.Of(b).Session!, 0, ++a.Of(b).Sequence, Channel.Heart, content, a.Now, frame);
                if (b.Codec.Open(frame.AsSpan(0, length), 0, b.Now, payload).Verdict != FrameVerdict.Delivered)
                {
                    Assert.Fail($"frame {i} was not delivered");
                }
            }
        }
    }

    private (CodecNode A, CodecNode B) Pair()
    {
        var (a, b) = (Node(0), Node(1));
        a.Greet(b);
        return (a, b);
    }

    private CodecNode Node(byte id, ulong incarnation = 100, KeyFile? keys = null, byte oldest = 1, byte newest = 1)
    {
        _nodes.Add(new CodecNode(id, keys ?? s_keys, incarnation, oldest, newest));
        return _nodes[^1];
    }
}
