using System.Collections.Immutable;

namespace Tenbin.Cluster.Sharing;

/// <summary>How a peer's settings and file compare with those of this node.</summary>
/// <param name="Node">Its index.</param>
/// <param name="IsSame">It has the same settings; null = it has not told of late.</param>
/// <param name="DiffersFor">For how long it has told others than this node has; null = it has not.</param>
/// <param name="FileDifferences">Sections in which its file differs; null = not known.</param>
public sealed record PeerSettings(byte Node, bool? IsSame, TimeSpan? DiffersFor, ImmutableArray<string>? FileDifferences);
