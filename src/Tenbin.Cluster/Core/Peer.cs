using System.Collections.Immutable;

namespace Tenbin.Cluster.Core;

/// <summary>What is known of another node.</summary>
internal sealed class Peer(byte index, int groups)
{
    private GroupClaim[] _claims = new GroupClaim[groups];

    public byte Index => index;

    /// <summary>When its last message came; null = never.</summary>
    public long? LastHeard { get; private set; }

    /// <summary>Of the machine's run.</summary>
    public ulong Tenure { get; private set; }

    public ulong Fingerprint { get; private set; }

    public uint MaintenanceVersion { get; private set; }

    /// <summary>It has all sessions of this node.</summary>
    public bool HasSessions { get; set; }

    public ImmutableArray<GroupClaim> Claims => [.. _claims];

    public bool IsAlive(long now, long within) => LastHeard is { } heard && now - heard < within;

    public ref readonly GroupClaim Claim(int group) => ref _claims[group];

    public void Hear(long now, Beat beat)
    {
        LastHeard = now;
        Tenure = beat.Tenure;
        Fingerprint = beat.Fingerprint;
        MaintenanceVersion = beat.MaintenanceVersion;
        _claims = beat.Claims;
    }

    /// <summary>This node itself was stopped: what the peer said meanwhile is still to be read.</summary>
    public void Excuse(long lastHeard) => LastHeard = LastHeard is { } heard ? Math.Max(heard, lastHeard) : null;
}
