namespace Tenbin.Cluster.Sync;

/// <summary>What came from a peer.</summary>
/// <param name="HasFullCopy">A full copy of the peer's present stream is complete.</param>
/// <param name="Items">Changes and items of copies, each once.</param>
/// <param name="Bytes">Payload bytes.</param>
/// <param name="Copies">Full copies completed.</param>
/// <param name="Repeated">Batches that were there already.</param>
/// <param name="Refused">Payloads of an earlier stream, out of the window, or malformed.</param>
public sealed record SyncReceiverReport(bool HasFullCopy, long Items, long Bytes, long Copies, long Repeated, long Refused);
