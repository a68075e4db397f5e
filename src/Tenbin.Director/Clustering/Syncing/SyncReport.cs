using Tenbin.Cluster.Sync;
using Tenbin.Forwarding;

namespace Tenbin.Director.Clustering.Syncing;

/// <summary>How session sync with one peer stands.</summary>
/// <param name="Node">Id of the peer.</param>
/// <param name="Sent">This node's sessions at the peer.</param>
/// <param name="Received">The peer's sessions here.</param>
/// <param name="Imported">What became of those.</param>
/// <param name="Unreadable">Items that this version cannot read.</param>
internal sealed record SyncReport(byte Node, SyncSenderReport Sent, SyncReceiverReport Received, ImportReport Imported, long Unreadable);
