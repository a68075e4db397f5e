namespace Tenbin.Forwarding;

/// <summary>What a <see cref="SessionRecord"/> tells.</summary>
public enum SessionRecordKind : byte
{
    /// <summary>A session has begun, moved on, or is still alive.</summary>
    Session = 1,

    /// <summary>It is over.</summary>
    End = 2,

    /// <summary>A persistent client, of which the client's address is one, has this server.</summary>
    Tie = 3,

    /// <summary>In a full copy: it has every session of this address, the destination; ports mean nothing.</summary>
    Scope = 4,
}
