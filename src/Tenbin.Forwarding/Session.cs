using System.Net;
using Tenbin.Model;

namespace Tenbin.Forwarding;

/// <summary>Where a session stands; TCP states as LVS shows them, seen from the director.</summary>
public enum SessionState : byte
{
    /// <summary>UDP.</summary>
    Udp = 1,

    /// <summary>The client's SYN has been forwarded.</summary>
    SynReceived = 2,

    /// <summary>Established.</summary>
    Established = 3,

    /// <summary>The server has sent FIN (or, under dsr, the client has).</summary>
    FinWait = 4,

    /// <summary>The client has sent FIN.</summary>
    CloseWait = 5,

    /// <summary>Both have.</summary>
    TimeWait = 6,

    /// <summary>Reset by either.</summary>
    Closed = 7,
}

/// <summary>One tracked connection.</summary>
/// <param name="Client">Client address and port.</param>
/// <param name="Service">Virtual service.</param>
/// <param name="Server">Real server.</param>
/// <param name="Forward">Forwarding method.</param>
/// <param name="State">State.</param>
/// <param name="Age">Since it began.</param>
/// <param name="Idle">Since its last packet.</param>
/// <param name="Expires">Until it ends if no packet comes.</param>
public sealed record Session(
    IPEndPoint Client, ServiceAddress Service, ServerAddress Server, ForwardingMethod Forward,
    SessionState State, TimeSpan Age, TimeSpan Idle, TimeSpan Expires);

/// <summary>Which sessions to read; a null part accepts all.</summary>
/// <param name="Client">Client address.</param>
/// <param name="Service">Virtual service.</param>
/// <param name="Server">Real server address, any port.</param>
/// <param name="State">State.</param>
public sealed record SessionFilter(
    IPAddress? Client = null, ServiceAddress? Service = null, IPAddress? Server = null, SessionState? State = null);
