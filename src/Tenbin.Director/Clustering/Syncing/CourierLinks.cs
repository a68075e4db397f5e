namespace Tenbin.Director.Clustering.Syncing;

/// <summary>The courier's way to the peers.</summary>
/// <param name="Send">Sends a payload to a peer; what is lost is sent again.</param>
/// <param name="Run">This node's run; larger at each start of its daemon.</param>
internal sealed record CourierLinks(Func<byte, ReadOnlySpan<byte>, bool> Send, Func<ulong> Run);
