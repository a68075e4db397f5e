namespace Tenbin.Cluster.Transport;

/// <summary>Takes a payload from a confirmed node: each once, the first copy that comes over any link.</summary>
/// <param name="node">Id of the sender.</param>
/// <param name="channel">What it is part of, as the sender says; may be one that this version does not know.</param>
/// <param name="payload">1 to 1,200 bytes; valid during the call only.</param>
/// <param name="link">Where it came in.</param>
/// <param name="bootReceived">When, on the boot clock, in nanoseconds.</param>
/// <remarks>Runs on the link's own thread, so several calls may run at once, and the link hears nothing until it returns. It must not throw.</remarks>
public delegate void PayloadHandler(byte node, Channel channel, ReadOnlySpan<byte> payload, int link, long bootReceived);
