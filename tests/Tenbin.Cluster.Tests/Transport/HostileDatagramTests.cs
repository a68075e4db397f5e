using System.Security.Cryptography;
using Tenbin.Cluster.Transport;
using Xunit;

namespace Tenbin.Cluster.Tests.Transport;

public sealed class HostileDatagramTests
{
    private const int Attacks = 240_000;
    private const long Negligible = 64 * 1024;

    [Fact]
    public void Invariant8_Hostile_datagrams_change_nothing_cost_nothing_and_are_counted()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var keys = KeyFile.Generate(DateTimeOffset.UnixEpoch);
        using CodecNode victim = new(0, keys, 100), peer = new(1, keys, 100), third = new(2, keys, 100);
        using CodecNode before = new(1, keys, 50), stranger = new(1, KeyFile.Generate(DateTimeOffset.UnixEpoch), 100);
        using CodecNode earlier = new(0, keys, 50);
        before.Greet(earlier);
        peer.Greet(victim);
        peer.Greet(third);

        var delivered = Frames(peer, victim).ToArray();
        foreach (var frame in delivered)
        {
            victim.Take(frame, frame[FrameLayout.Link]);
        }

        byte[][] replayed = [.. delivered, .. Frames(before, earlier), before.Hello(earlier), .. Frames(before, victim)];
        byte[][] misdirected = [.. Frames(peer, third), peer.Hello(third), .. Frames(victim, peer)];
        byte[][] foreign = [.. Frames(stranger, victim), stranger.Hello(victim), stranger.Hello(victim, victim.Codec.Own)];
        byte[][] genuine = [.. Frames(peer, victim), peer.Hello(victim), peer.Hello(victim, victim.Codec.Own)];
        var counts = new long[Enum.GetValues<FrameVerdict>().Length];
        var session = victim.Of(peer).Session;
        var own = victim.Codec.Own;
        var attack = new byte[2_000];

        for (var warm = 0; warm < 2_000; warm++)
        {
            Attack();
        }

        Array.Clear(counts);
        long allocated = 0;
        for (var i = 0; i < Attacks; i++)
        {
            allocated += Attack();
        }

        Assert.True(counts[(int)FrameVerdict.Delivered] + counts[(int)FrameVerdict.Duplicate] + counts[(int)FrameVerdict.Hello] == 0, $"seed {seed}");
        Assert.True(counts.Sum() == Attacks, $"seed {seed}");
        Assert.True(allocated < Negligible, $"{allocated} bytes allocated, seed {seed}");
        Assert.Same(session, victim.Of(peer).Session);
        Assert.Equal(own, victim.Codec.Own);
        FrameVerdict[] provoked =
        [
            FrameVerdict.TooShort, FrameVerdict.TooLong, FrameVerdict.WrongMagic, FrameVerdict.WrongVersion, FrameVerdict.Misdirected,
            FrameVerdict.FromOurselves, FrameVerdict.UnknownSender, FrameVerdict.UnknownKey, FrameVerdict.BadTag, FrameVerdict.Replayed,
            FrameVerdict.OldIncarnation, FrameVerdict.Unconfirmed,
        ];
        Assert.All(provoked, verdict => Assert.True(counts[(int)verdict] > 0, $"no {verdict}, seed {seed}"));
        Assert.Equal("good", victim.Payload(peer.Data(victim, "good")[0]));

        long Attack()
        {
            var (datagram, link) = random.Next(7) switch
            {
                0 => (Noise(random.Next(1_400)), random.Next(2)),
                1 => (NoiseAfterHeader(), 0),
                2 => Truncated(),
                3 => Flipped(),
                4 => AsIs(replayed),
                5 => AsIs(misdirected),
                _ => AsIs(foreign),
            };
            victim.Now += 1_000_000;
            var start = GC.GetAllocatedBytesForCurrentThread();
            var opened = victim.Take(attack.AsSpan(0, datagram), link);
            var bytes = GC.GetAllocatedBytesForCurrentThread() - start;
            counts[(int)opened.Verdict]++;
            return bytes;
        }

        int Noise(int length)
        {
            random.NextBytes(attack.AsSpan(0, length));
            return length;
        }

        int NoiseAfterHeader()
        {
            var length = Noise(random.Next(FrameLayout.Header, 1_400));
            var kind = random.Next(2) == 0 ? FrameLayout.HelloKind : FrameLayout.DataKind;
            FrameLayout.WriteStart(attack, kind, 1, 1, 0, 0);
            return kind == FrameLayout.HelloKind && random.Next(2) == 0 ? FrameLayout.HelloLength : length;
        }

        (int Length, int Link) Truncated()
        {
            var (length, link) = AsIs(genuine);
            return (random.Next(length), link);
        }

        (int Length, int Link) Flipped()
        {
            var (length, link) = AsIs(genuine);
            for (var flips = random.Next(3); flips >= 0; flips--)
            {
                attack[random.Next(length)] ^= (byte)(1 << random.Next(8));
            }

            return (genuine.Any(frame => attack.AsSpan(0, length).SequenceEqual(frame)) ? 0 : length, link);
        }

        (int Length, int Link) AsIs(byte[][] frames)
        {
            var frame = frames[random.Next(frames.Length)];
            frame.CopyTo(attack, 0);
            return (frame.Length, frame[FrameLayout.Link]);
        }
    }

    [Fact]
    public void Invariant8_A_recorded_greeting_is_answered_seldom_and_changes_nothing()
    {
        var keys = KeyFile.Generate(DateTimeOffset.UnixEpoch);
        using CodecNode victim = new(0, keys, 100), peer = new(1, keys, 100), before = new(1, keys, 50);
        peer.Greet(victim);
        byte[][] recorded = [peer.Hello(victim, default(SessionId)), before.Hello(victim), peer.Hello(victim)];
        var session = victim.Of(peer).Session;

        var answers = 0;
        for (var i = 0; i < 30_000; i++)
        {
            victim.Now += 10_000; // 0.3 s in all
            answers += victim.Take(recorded[i % recorded.Length]).Reply is null ? 0 : 1;
        }

        Assert.InRange(answers, 1, 31);
        Assert.Same(session, victim.Of(peer).Session);
    }

    private static IEnumerable<byte[]> Frames(CodecNode from, CodecNode to) =>
        Enumerable.Range(0, 40).SelectMany(_ => from.Data(to, Convert.ToHexString(RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(1, 600)))));
}
