using System.Buffers.Binary;
using System.Collections.Concurrent;
using Tenbin.Director.Clustering.Syncing;
using Tenbin.Director.Tests.Fakes;
using Tenbin.Forwarding;
using Tenbin.Linux;
using Tenbin.TestKit;

namespace Tenbin.Director.Tests.Clustering.Syncing;

public sealed class SessionCourierTests : IDisposable
{
    private const ulong Run = 1_000;
    private readonly MemorySessions _here = new() { Serves = true }, _there = new();
    private readonly ConcurrentDictionary<byte, bool> _copied = [];
    private readonly CollectedLog _log = new();
    private readonly SessionCourier _courier;
    private SessionCourier _peer;
    private ulong _run = Run;
    private volatile bool _isCut;

    public SessionCourierTests()
    {
        _peer = Make(_there, 0, Run, new CourierLinks((_, payload) => Carry(_courier!, 1, payload), () => Run), (_, _) => { });
        _courier = Make(_here, 1, Run, new CourierLinks((_, payload) => Carry(_peer, 0, payload), () => _run), (node, hasAll) => _copied[node] = hasAll);
        _peer.Start();
        _courier.Start();
    }

    public void Dispose()
    {
        _courier.Dispose();
        _peer.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Invariant3_What_begins_and_ends_here_does_so_at_the_peer()
    {
        Begin(1);
        Begin(2);
        await ThePeerHas(1, 2);

        _here.Happen(Record(1, SessionRecordKind.End));

        await ThePeerHas(2);
        await Eventually.Holds(() => _courier.Reports is [{ Sent.Changes: >= 1, Sent.HasFullCopy: true }], "the report to tell of it");
    }

    [Fact]
    public async Task The_peer_is_said_to_have_all_when_it_does()
    {
        await Eventually.Holds(() => _copied.GetValueOrDefault((byte)1), "the first copy to be acknowledged");

        _isCut = true;
        Begin(1);
        _courier.SendCopies();
        await Eventually.Holds(() => !_copied[1], "the peer to lack the new copy");
        _isCut = false;

        await Eventually.Holds(() => _copied[1], "the copy to be acknowledged");
        Assert.Equal(Keys(1), _there.Held);
    }

    [Fact]
    public async Task Sessions_taken_over_are_copied_though_nothing_changes()
    {
        await Eventually.Holds(() => _copied.GetValueOrDefault((byte)1), "the first copy to be acknowledged");
        _here.Serves = false;
        _here.Import(1, [Record(7, SessionRecordKind.Session)]);
        _here.Serves = true;

        _courier.SendCopies();

        await ThePeerHas(7);
    }

    [Fact]
    public async Task Changes_that_the_kernel_lost_are_made_up_for_by_a_full_copy()
    {
        await Eventually.Holds(() => _copied.GetValueOrDefault((byte)1), "the first copy to be acknowledged");

        _here.Happen(Record(3, SessionRecordKind.Session), isLost: true);

        await ThePeerHas(3);
        Assert.True(_log.Has("1 changes of sessions found no room"), string.Join('\n', _log.Lines));
    }

    [Fact]
    public async Task Drained_means_that_the_peer_has_all_that_was_told_before()
    {
        await Eventually.Holds(() => _copied.GetValueOrDefault((byte)1), "the first copy to be acknowledged");
        for (var turn = 1; turn <= 20; turn++)
        {
            var drained = new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
            Begin(turn);
            _courier.Drain(1, () => drained.SetResult(_there.Held));

            Assert.Contains($"{Record(turn, SessionRecordKind.Session).Client}", await drained.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_kernel_that_refuses_an_import_gets_it_again()
    {
        await Eventually.Holds(() => _copied.GetValueOrDefault((byte)1), "the first copy to be acknowledged");
        _there.Breaks = true;

        Begin(5);

        await ThePeerHas(5);
        Assert.True(_log.Has("Session sync begins anew in a moment, with full copies: no memory"), string.Join('\n', _log.Lines));
    }

    [Fact]
    public async Task A_peer_that_comes_back_empty_gets_all()
    {
        Begin(1);
        await ThePeerHas(1);
        _peer.Dispose();
        _there.Happen(Record(1, SessionRecordKind.End));

        _peer = Make(_there, 0, Run + 1, new CourierLinks((_, payload) => Carry(_courier, 1, payload), () => Run + 1), (_, _) => { });
        _peer.Start();

        await ThePeerHas(1);
    }

    [Fact]
    public async Task A_node_that_had_to_go_above_another_run_goes_on()
    {
        Begin(1);
        await ThePeerHas(1);

        _run = Run + 50;
        Begin(2);

        await ThePeerHas(1, 2);
    }

    [Fact]
    public void What_is_delivered_to_a_courier_that_has_stopped_is_left_alone()
    {
        _courier.Stop();

        _courier.Deliver(1, [1, 2, 3]);

        Assert.Empty(_here.Held);
    }

    [Fact]
    public async Task Noise_changes_nothing()
    {
        var random = new Random(77);
        for (var round = 0; round < 10_000; round++)
        {
            var noise = new byte[random.Next(1, 200)];
            random.NextBytes(noise);
            noise[0] = (byte)random.Next(0, 5);
            _courier.Deliver(1, noise);
        }

        Begin(1);

        await ThePeerHas(1);
        Assert.Equal(Keys(1), _here.Held);
    }

    private SessionCourier Make(MemorySessions sessions, byte peer, ulong run, CourierLinks links, Action<byte, bool> copied) =>
        new(sessions, [peer], run, links, copied, _log, () => Clock.BootTime);

    private bool Carry(SessionCourier to, byte from, ReadOnlySpan<byte> payload)
    {
        if (!_isCut)
        {
            to.Deliver(from, payload);
        }

        return !_isCut;
    }

    private void Begin(int client) => _here.Happen(Record(client, SessionRecordKind.Session));

    private Task ThePeerHas(params int[] clients) =>
        Eventually.Holds(() => _there.Held.SequenceEqual(Keys(clients)), $"the peer to have {string.Join(", ", Keys(clients))}");

    private static string[] Keys(params int[] clients) =>
        [.. clients.Select(client => $"{Record(client, SessionRecordKind.Session).Client}").Order(StringComparer.Ordinal)];

    /// <summary>As it comes over the wire: only the data plane makes records otherwise.</summary>
    private static SessionRecord Record(int client, SessionRecordKind kind)
    {
        Span<byte> bytes = stackalloc byte[33];
        bytes.Clear();
        bytes[0] = (byte)kind;
        bytes[1] = (byte)SessionState.Established;
        bytes[2] = 6; // TCP
        BinaryPrimitives.WriteUInt16BigEndian(bytes[15..], (ushort)client);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[17..], 80);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[21..], 0xc0000201);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[25..], 0xac1201c7);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[29..], 0xac120121);
        Assert.True(SessionRecord.TryRead(bytes, out var record));
        return record;
    }
}
