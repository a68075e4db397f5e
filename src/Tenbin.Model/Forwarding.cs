namespace Tenbin.Model;

/// <summary>How a packet gets from the director to a real server.</summary>
public enum ForwardingMethod : byte
{
    /// <summary>Masquerade: destination rewritten; replies come back through the director.</summary>
    Nat = 1,

    /// <summary>Direct routing: only the MAC address is rewritten; replies go straight to the client.</summary>
    Dsr = 2,
}

/// <summary>How a new session is given to a real server. Names as in LVS.</summary>
public enum Scheduler : byte
{
    /// <summary><c>rr</c>: each server in turn, weights ignored.</summary>
    RoundRobin = 1,

    /// <summary><c>wrr</c>: in turn, in proportion to weight, interleaved.</summary>
    WeightedRoundRobin = 2,

    /// <summary><c>lc</c>: the server with the fewest sessions.</summary>
    LeastConnection = 3,

    /// <summary><c>wlc</c>: the server with the fewest sessions for its weight.</summary>
    WeightedLeastConnection = 4,

    /// <summary><c>sh</c>: by a hash of the client, into a table filled by weight.</summary>
    SourceHash = 5,

    /// <summary><c>mh</c>: by a hash of the client, into a Maglev table.</summary>
    Maglev = 6,
}

/// <summary>What <c>sh</c> and <c>mh</c> hash.</summary>
public enum HashInput : byte
{
    /// <summary>The client's address: all its sessions meet one server.</summary>
    Source = 0,

    /// <summary>The client's address and port: sessions spread one by one (LVS <c>sh-port</c>, <c>mh-port</c>).</summary>
    SourceAndPort = 1,
}

/// <summary>What becomes of a nat client that is on-link for its real server, whose reply would bypass the director.</summary>
public enum OnLinkClients : byte
{
    /// <summary>Its new sessions are refused and counted.</summary>
    Refuse = 0,

    /// <summary>Forwarded: the operator has routed the real servers' replies through the director.</summary>
    Allow = 1,
}
