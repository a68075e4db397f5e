namespace Tenbin.Cluster.Transport;

/// <summary>What a payload is part of: who takes it at the other end.</summary>
public enum Channel : byte
{
    /// <summary>The heart: beats, votes, moves.</summary>
    Heart,

    /// <summary>Session sync.</summary>
    Sessions,

    /// <summary>Where the sender is on the networks that nodes share.</summary>
    Places,

    /// <summary>What operators set on one node and every node keeps.</summary>
    Settings,
}
