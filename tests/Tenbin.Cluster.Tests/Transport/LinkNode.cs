using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Tenbin.Cluster.Transport;

namespace Tenbin.Cluster.Tests.Transport;

/// <summary>A node with real sockets that keeps what it gets and what it logs.</summary>
internal sealed class LinkNode : ILogger, IDisposable
{
    public LinkNode(byte id, ImmutableArray<ClusterMember> members, KeyFile keys, ulong incarnation = 100)
    {
        Links = new ClusterLinks(
            new TransportSettings { Self = id, Members = members, Incarnation = incarnation },
            keys,
            (node, _, payload, link, _) => Got.Enqueue((node, Encoding.ASCII.GetString(payload), link)),
            this);
        Links.Start();
    }

    public ClusterLinks Links { get; }

    public ConcurrentQueue<(byte Node, string Payload, int Link)> Got { get; } = [];

    public ConcurrentQueue<string> Log { get; } = [];

    public bool Send(byte to, string payload) => Links.Send(to, Channel.Heart, Encoding.ASCII.GetBytes(payload));

    public bool Send(byte to, int payload) => Send(to, payload.ToString(CultureInfo.InvariantCulture));

    public IEnumerable<string> From(byte node) => Got.Where(it => it.Node == node).Select(it => it.Payload);

    public LinkStatistics On(int link, byte node) => Links.Report().Links.Single(it => it.Link == link && it.Node == node);

    public void Dispose() => Links.Dispose();

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> format) =>
        Log.Enqueue(format(state, e));
}
