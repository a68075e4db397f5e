using System.Net;
using System.Net.Sockets;
using Tenbin.Linux;

namespace Tenbin.Cluster.Transport;

/// <content>One thread for each link that does nothing but listen: no thread pool between the network and the heart.</content>
public sealed partial class ClusterLinks
{
    /// <summary>A socket that stays in error must not take a processor.</summary>
    private static readonly TimeSpan AfterError = TimeSpan.FromMilliseconds(10);

    private readonly long[][] _counts;
    private readonly RefusalLog _refusals = new();
    private readonly RefusalLog _contested = new();
    private byte _activeKey;
    private long _receiveErrors;

    private void Listen(int link)
    {
        // Its owner has said already if it may not.
        RealTime.RaiseThread();
        var datagram = new byte[FrameLayout.MaxDatagram + 1];
        var payload = new byte[FrameLayout.MaxPayload];
        var source = new SocketAddress(_sockets[link].Address.AddressFamily);
        while (!_ending)
        {
            if (Receive(link, datagram, source) is not { } length)
            {
                continue;
            }

            var now = _clock();
            Opened opened;
            long toLog = 0;
            lock (_gate)
            {
                if (_ending)
                {
                    return;
                }

                opened = Judge(datagram.AsSpan(0, length), source, link, now, payload);
                _counts[link][(int)opened.Verdict]++;
                if (opened.Verdict > FrameVerdict.Hello)
                {
                    toLog = _refusals.Note(opened.Verdict, now);
                }

                if (opened.Reply is { } echo)
                {
                    SendHello(opened.Peer!, link, echo, now);
                }
            }

            if (toLog > 0)
            {
                LogRefused(toLog, opened.Verdict, link, source);
            }

            LogEvent(opened, link);
            if (opened.Verdict == FrameVerdict.Delivered)
            {
                _deliver(opened.Peer!.Id, opened.Channel, payload.AsSpan(0, opened.Length), link, now);
            }
        }
    }

    private int? Receive(int link, byte[] datagram, SocketAddress source)
    {
        try
        {
            var length = _sockets[link].Receive(datagram, source);
            return _ending ? null : length;
        }
        catch (Exception e) when (_ending && e is SocketException or ObjectDisposedException)
        {
            return null;
        }
        catch (SocketException)
        {
            Interlocked.Increment(ref _receiveErrors);
            Thread.Sleep(AfterError);
            return null;
        }
    }

    /// <summary>The sender's address must be the one that the file gives it on this link; the codec judges the rest.</summary>
    private Opened Judge(ReadOnlySpan<byte> datagram, SocketAddress source, int link, long now, Span<byte> payload)
    {
        if (FrameCodec.IsOurs(datagram)
            && _codec.Find(datagram[FrameLayout.Sender]) is { } peer
            && !source.Equals(_addresses[peer.Id][link]))
        {
            return new Opened(FrameVerdict.Misdirected);
        }

        return _codec.Open(datagram, link, now, payload);
    }
}
