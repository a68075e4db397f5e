using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Tenbin.Cluster.Transport;

public sealed partial class ClusterLinks
{
    private void LogRefused(long count, FrameVerdict reason, int link, SocketAddress source)
    {
        var level = RefusalText.LevelOf(reason);
        if (_log.IsEnabled(level))
        {
            var from = _sockets[link].Address.Create(source);
            var text = RefusalText.Of(reason);
            LogRefused(level, count, text, link, from);
        }
    }

    private void LogTrouble(byte node, int link)
    {
        if (link >= 0)
        {
            var peer = _codec.Find(node)!;
            LogCannotSend(link, _settings.NameOf(node), peer.Links[link].LastError, peer.Links[link].SendErrors);
        }
    }

    private void LogEvent(Opened opened, int link)
    {
        switch (opened.Event)
        {
            case TransportEvent.PeerConfirmed:
                LogConfirmed(_settings.NameOf(opened.Peer!.Id), link, opened.Peer.OldestVersion, opened.Peer.NewestVersion);
                break;
            case TransportEvent.IncarnationRaised:
                LogRaised(_settings.NameOf(opened.Peer!.Id));
                break;
            case TransportEvent.IdContested when _contested.Note(opened.Verdict, _clock()) > 0:
                LogContested(_settings.NameOf(_settings.Self), _settings.NameOf(opened.Peer!.Id));
                break;
        }
    }

    [LoggerMessage(4100, LogLevel.Information, "Node {Node} is confirmed over link {Link}; it speaks protocol versions {Oldest} to {Newest}.")]
    private partial void LogConfirmed(string node, int link, byte oldest, byte newest);

    [LoggerMessage(EventId = 4101,
        Message = "Refused {Count} datagrams since the last such line (link {Link}, the last from {Source}): {Reason}.")]
    private partial void LogRefused(LogLevel level, long count, string reason, int link, EndPoint source);

    [LoggerMessage(4102, LogLevel.Warning,
        "Link {Link} to {Node} cannot send: {Error}; {Count} times since the start. Other links go on. Look at the interface and its route.")]
    private partial void LogCannotSend(int link, string node, SocketError error, long count);

    [LoggerMessage(4103, LogLevel.Warning,
        "Node {Node} knew a later run of this node: the wall clock went back since. This node has numbered itself above it; set the clock right.")]
    private partial void LogRaised(string node);

    [LoggerMessage(4104, LogLevel.Error,
        "Another machine runs as {Self}, as {Node} says: a clone? Only the one that started last is believed. Stop the wrong one, then restart Tenbin on the right one.")]
    private partial void LogContested(string self, string node);

    [LoggerMessage(4105, LogLevel.Information, "Key file read: sending with key {Active}, accepting {Accepted}.")]
    private partial void LogKeys(byte active, string accepted);
}
