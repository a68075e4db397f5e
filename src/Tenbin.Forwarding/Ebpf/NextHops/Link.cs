namespace Tenbin.Forwarding.Ebpf.NextHops;

/// <summary>Any interface of the network namespace.</summary>
/// <param name="Index">Kernel index.</param>
/// <param name="Name">Name.</param>
/// <param name="MayBalance">Ethernet and no port of another: packets may be balanced on it once it is up.</param>
internal sealed record Link(int Index, string Name, bool MayBalance);
