namespace Tenbin.Cluster.Driving;

/// <summary>What the heart has done on this machine. Called on its thread: each returns at once and never throws.</summary>
public interface IGroupActions
{
    /// <summary>Moves the gate of a group.</summary>
    /// <param name="group">Its index.</param>
    /// <param name="deadline">Nanoseconds of the boot clock; 0 = closed.</param>
    void SetGate(int group, long deadline);

    /// <summary>Starts a group; answered by <see cref="ClusterHeart.Post"/> of <see cref="Core.Started"/> or <see cref="Core.StartFailed"/>.</summary>
    void Start(int group, ulong epoch);

    /// <summary>While the gate of a group is closed, sends what comes for it on to a node.</summary>
    void Relay(int group, byte node, long until);

    /// <summary>While the gate of a group is closed, forwards what a node relays.</summary>
    void Accept(int group, byte node, long until);

    /// <summary>Brings to a peer what it does not know yet of a group's sessions; answered by <see cref="Core.SessionsDrained"/>.</summary>
    void DrainSessions(int group, ulong epoch, byte node);

    /// <summary>Stops a group; answered by <see cref="Core.Stopped"/>.</summary>
    void Stop(int group);
}
