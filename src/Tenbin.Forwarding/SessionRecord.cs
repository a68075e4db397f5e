using System.Net;
using System.Runtime.InteropServices;
using Tenbin.Forwarding.Ebpf.Layout;
using Tenbin.Model;

namespace Tenbin.Forwarding;

/// <summary>
/// What one director tells another of a session. It names the server by address, since slots differ between directors.
/// In memory it is <c>struct change</c> of <c>abi.h</c>; <see cref="Write"/> gives the bytes that travel.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly partial record struct SessionRecord
{
    internal Flow Flow { get; init; }

    internal MappedAddress ServerAddress { get; init; }

    /// <summary>
    /// Grows with each change, whichever director makes it; about milliseconds of the wall clock, compared in the
    /// manner of RFC 1982. 0: nothing was ever told of this session.
    /// </summary>
    public uint Version { get; init; }

    internal uint IdleMilliseconds { get; init; }

    internal uint AgeMilliseconds { get; init; }

    internal NetworkPort ServerPort { get; init; }

    /// <summary>What it tells.</summary>
    public SessionRecordKind Kind { get; init; }

    /// <summary>The session's state; means something only for <see cref="SessionRecordKind.Session"/>.</summary>
    public SessionState State { get; init; }

    /// <summary>Client address and port.</summary>
    public IPEndPoint Client => Flow.Client;

    /// <summary>Virtual service.</summary>
    public ServiceAddress Service => Flow.Service;

    /// <summary>Real server.</summary>
    public ServerAddress Server => new(ServerAddress.ToIPAddress(), ServerPort);

    /// <summary>Since its last packet: what remains of its time is the time-out of its state less this.</summary>
    public TimeSpan Idle => TimeSpan.FromMilliseconds(IdleMilliseconds);

    /// <summary>Since it began.</summary>
    public TimeSpan Age => TimeSpan.FromMilliseconds(AgeMilliseconds);
}
