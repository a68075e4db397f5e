using System.Buffers.Binary;
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

    [Fact]
    public void A_kind_of_a_later_version_is_left_out_and_what_stands_around_it_counts()
    {
        byte[] unknown = [.. Later(new byte[_random.Next(100)])];
        Assert.Equal([new Wish(1), new Wish(2)], Read([.. unknown, .. Bytes(new Wish(1)), .. unknown, .. Bytes(new Wish(2)), .. unknown])!);
        Assert.Empty(Read(unknown)!);
    }

    [Fact]
    public void Fields_that_a_later_version_adds_to_a_message_are_left_out()
    {
        for (var round = 0; round < 500; round++)
        {
            var (first, second) = (_messages.Next(), _messages.Next());
            var read = Read([.. Longer(Bytes(first), _random.Next(1, 40)), .. Longer(Bytes(second), _random.Next(1, 40))])!;
            Assert.Equal(2, read.Count);
            AssertSame(first, read[0]);
            AssertSame(second, read[1]);
        }
    }

    [Fact]
    public void Fields_that_a_later_version_adds_to_each_claim_are_left_out()
    {
        const int Added = 5, BeforeClaims = 3 + 21, Claim = 22;
        var beat = _messages.Beat(Groups);
        var bytes = Bytes(beat);
        List<byte> longer = [.. bytes[..BeforeClaims], (byte)Groups, Claim + Added];
        for (var group = 0; group < Groups; group++)
        {
            longer.AddRange(bytes.AsSpan(BeforeClaims + 2 + (group * Claim), Claim));
            longer.AddRange(Enumerable.Repeat((byte)0xA5, Added));
        }

        AssertSame(beat, Assert.Single(Read(WithLength([.. longer]))!));
    }

    [Fact]
    public void Flags_of_a_later_version_change_nothing()
    {
        var wanted = _messages.Request() with { Handed = null };
        var bytes = Bytes(wanted);
        bytes[3] |= 0b1111_1100;
        AssertSame(wanted, Assert.Single(Read(bytes)!));
    }

    [Fact]
    public void Invariant8_A_message_that_is_shorter_than_its_fields_is_refused()
    {
        for (var round = 0; round < 200; round++)
        {
            var bytes = Bytes(_messages.Next());
            Assert.Null(Read([.. WithLength(bytes[..^1]), .. Bytes(new Wish(1))]));
        }
    }

    [Fact]
    public void Invariant8_A_length_beyond_the_payload_is_refused_for_a_kind_that_nobody_knows_too() =>
        Assert.Null(Read([.. Bytes(new Wish(1)), .. Later([1, 2, 3])[..^1]]));

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

    /// <summary>A message of a kind that this version does not know.</summary>
    private byte[] Later(byte[] fields) => WithLength([(byte)_random.Next(7, 256), 0, 0, .. fields]);

    private byte[] Longer(byte[] message, int added)
    {
        var fields = new byte[added];
        _random.NextBytes(fields);
        return WithLength([.. message, .. fields]);
    }

    private static byte[] WithLength(byte[] message)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(1), (ushort)(message.Length - 3));
        return message;
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
