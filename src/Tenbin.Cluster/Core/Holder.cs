namespace Tenbin.Cluster.Core;

/// <summary>Who holds a lease: a node, and the run of that machine which it holds it in.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Tenure">Made at random when the machine boots, kept over restarts of the daemon: a clone of the node has another.</param>
public readonly record struct Holder(byte Node, ulong Tenure);
