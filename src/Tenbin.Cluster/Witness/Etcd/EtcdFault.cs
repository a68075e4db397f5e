namespace Tenbin.Cluster.Witness.Etcd;

/// <summary>How far a request came that failed.</summary>
internal enum Reach
{
    /// <summary>Certainly no byte of it left this machine: there was no connection.</summary>
    NotSent,

    /// <summary>It may have left, and nothing tells what became of it.</summary>
    MaybeDone,

    /// <summary>etcd answered that it did not do it, for want of a valid token.</summary>
    NoValidToken,
}

/// <summary>A request to one endpoint failed.</summary>
internal sealed class EtcdFault(Reach reach, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public Reach Reach => reach;
}
