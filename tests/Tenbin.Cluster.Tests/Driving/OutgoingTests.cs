using Tenbin.Cluster.Core;
using Tenbin.Cluster.Driving;
using Tenbin.Cluster.Messages;
using Tenbin.Cluster.Transport;
using Xunit;

namespace Tenbin.Cluster.Tests.Driving;

public sealed class OutgoingTests
{
    private const int Groups = 48;
    private readonly List<(byte To, byte[] Payload)> _sent = [];
    private readonly Outgoing _outgoing;

    public OutgoingTests() => _outgoing = new Outgoing(3)
    {
        Transmit = (to, payload) =>
        {
            _sent.Add((to, payload.ToArray()));
            return true;
        },
    };

    [Fact]
    public void What_is_said_to_one_peer_leaves_in_one_payload()
    {
        _outgoing.Add(1, new Wish(0));
        _outgoing.Add(2, new Wish(1));
        _outgoing.Add(1, new Wish(2));
        Assert.Empty(_sent);

        _outgoing.Flush();

        Assert.Equal([(byte)1, (byte)2], _sent.Select(sent => sent.To));
        Assert.Equal([new Wish(0), new Wish(2)], Read(_sent[0].Payload));
        Assert.Equal([new Wish(1)], Read(_sent[1].Payload));
    }

    [Fact]
    public void A_flush_with_nothing_to_say_sends_nothing()
    {
        _outgoing.Add(1, new Wish(0));
        _outgoing.Flush();
        _outgoing.Flush();

        Assert.Single(_sent);
    }

    [Fact]
    public void What_does_not_fit_into_one_payload_goes_on_in_the_next_in_order_and_no_message_is_cut()
    {
        ClusterMessage[] said =
        [
            new Beat(3, false, 1, 2, new GroupClaim[Groups]),
            .. Enumerable.Range(0, 60).Select(n => new VoteRequest(n % Groups, (ulong)n, new Holder(0, 1), n, 1, 2)),
        ];
        foreach (var message in said)
        {
            _outgoing.Add(1, message);
        }

        _outgoing.Flush();

        Assert.All(_sent, sent => Assert.InRange(sent.Payload.Length, 1, ClusterLinks.MaxPayload));
        Assert.True(_sent.Count > 2);
        Assert.Equal(said.Skip(1), _sent.SelectMany(sent => Read(sent.Payload)).Skip(1));
    }

    private static List<ClusterMessage> Read(byte[] payload) => MessageCodec.Read(payload, Groups, 3)!;
}
