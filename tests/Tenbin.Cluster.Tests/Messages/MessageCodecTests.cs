using Tenbin.Cluster.Core;
using Tenbin.Cluster.Messages;
using Tenbin.Cluster.Transport;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Cluster.Tests.Messages;

public sealed class MessageCodecTests
{
    private const int Groups = 3, Nodes = 5;
    private readonly byte[] _space = new byte[ClusterLinks.MaxPayload];
    private readonly Random _random;
    private readonly RandomMessages _messages;

    public MessageCodecTests()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        _random = new Random(seed);
        _messages = new RandomMessages(_random, Groups, Nodes);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        for (var round = 0; round < 2_000; round++)
        {
            var message = _messages.Next();
            AssertSame(message, Assert.Single(Read(Bytes(message))!));
        }
    }

    [Fact]
    public void A_payload_holds_one_message_after_the_other()
    {
        ClusterMessage[] said = [.. Enumerable.Range(0, 8).Select(_ => _messages.Next())];
        var read = Read([.. said.SelectMany(Bytes)])!;
        Assert.Equal(said.Length, read.Count);
        foreach (var (expected, actual) in said.Zip(read))
        {
            AssertSame(expected, actual);
        }
    }

    [Fact]
    public void A_beat_of_the_most_groups_fits_into_a_payload_with_a_request_beside_it() =>
        Assert.InRange(Bytes(_messages.Beat(ClusterSettings.MaxGroups)).Length + Bytes(_messages.Request()).Length, 1, ClusterLinks.MaxPayload);

    [Fact]
    public void What_is_about_a_group_that_only_the_peers_file_has_is_left_out_and_its_beat_counts()
    {
        var beat = _messages.Beat(Groups + 1);
        byte[] payload = [.. Bytes(beat), .. Bytes(_messages.Request() with { Group = Groups }), .. Bytes(new Wish(1))];
        var read = Read(payload)!;
        Assert.Equal(2, read.Count);
        AssertSame(beat, read[0]);
        Assert.Equal(new Wish(1), read[1]);
    }

    [Fact]
    public void What_names_a_node_that_only_the_peers_file_has_is_left_out()
    {
        var stranger = new Holder(Nodes, 1);
        var request = _messages.Request();
        Assert.Empty(Read([
            .. Bytes(request with { Candidate = stranger }), .. Bytes(request with { Handed = new Handed(stranger, 1) }),
            .. Bytes(new Released(0, 1, stranger)), .. Bytes(new Handover(0, 1, stranger))])!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(3_600_000_000_001)]
    public void Invariant8_A_lease_without_sense_is_refused(long duration) =>
        Assert.Null(Read(Bytes(_messages.Request() with { Duration = duration })));

    [Fact]
    public void Invariant8_Every_truncation_is_refused_or_ends_between_two_messages()
    {
        for (var round = 0; round < 200; round++)
        {
            var (first, second) = (Bytes(_messages.Next()), Bytes(_messages.Next()));
            byte[] payload = [.. first, .. second];
            for (var length = 1; length < payload.Length; length++)
            {
                var read = Read(payload[..length]);
                Assert.Equal(length == first.Length ? 1 : null, read?.Count);
            }
        }
    }

    [Fact]
    public void Invariant8_Random_bytes_and_flipped_bits_give_nothing_or_what_the_core_can_take()
    {
        for (var round = 0; round < 20_000; round++)
        {
            var payload = round % 2 == 0 ? new byte[_random.Next(1, ClusterLinks.MaxPayload)] : Bytes(_messages.Next());
            if (round % 2 == 0)
            {
                _random.NextBytes(payload);
                payload[0] = (byte)_random.Next(8);
            }
            else
            {
                payload[_random.Next(payload.Length)] ^= (byte)(1 << _random.Next(8));
            }

            Assert.All(Read(payload) ?? [], AssertSane);
        }
    }

    private static void AssertSane(ClusterMessage message)
    {
        var group = message switch
        {
            VoteRequest request => request.Group,
            VoteReply reply => reply.Group,
            Released released => released.Group,
            Handover handover => handover.Group,
            Wish wish => wish.Group,
            _ => 0,
        };
        Assert.InRange(group, 0, Groups - 1);
        Assert.True(message is not Beat beat || beat.Claims.Length <= ClusterSettings.MaxGroups);
        Assert.True(message is not VoteRequest { Duration: var duration } || duration > 0);
        Assert.True(message is not VoteRequest { Candidate.Node: >= Nodes });
    }

    private static void AssertSame(ClusterMessage expected, ClusterMessage actual)
    {
        if (expected is Beat said && actual is Beat heard)
        {
            Assert.Equal(said.Claims, heard.Claims);
            Assert.Equal(said with { Claims = heard.Claims }, heard);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private static List<ClusterMessage>? Read(byte[] payload) => MessageCodec.Read(payload, Groups, Nodes);

    private byte[] Bytes(ClusterMessage message) => _space[..MessageCodec.Write(message, _space)];
}
