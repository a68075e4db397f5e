using System.Net;
using Tenbin.Lab;

namespace Tenbin.Bench.Failover;

/// <summary>Two machines of which one serves an address, and how to take it from that one.</summary>
internal interface IFailoverPair : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Most that the p99 of an outage after a crash may be; null = this is a peer, without a budget.</summary>
    TimeSpan? Budget { get; }

    /// <summary>How often each fault is tried.</summary>
    int Rounds { get; }

    Machine Client { get; }

    /// <summary>What is probed over UDP.</summary>
    IPEndPoint Probed { get; }

    /// <summary>To these the client holds TCP sessions open.</summary>
    IReadOnlyList<IPEndPoint> Held { get; }

    /// <summary>Starts both; returns when one serves and the other is ready to take over.</summary>
    Task Start();

    /// <summary>The machine that serves loses its power.</summary>
    Task Crash();

    /// <summary>The tool's own way to let the other serve; returns when the address has moved.</summary>
    Task Move();

    /// <summary>Brings back what a crash or a move took away; returns when the pair is as after <see cref="Start"/>.</summary>
    Task Recover();

    /// <summary>The last lines that its programs wrote and who has the address, to explain an outage that is too long.</summary>
    Task<string> Said();
}
