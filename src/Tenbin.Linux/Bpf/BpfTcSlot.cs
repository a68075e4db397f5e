namespace Tenbin.Linux.Bpf;

/// <summary>A place for one tc program on an interface of the current network namespace.</summary>
/// <param name="InterfaceIndex">The interface.</param>
/// <param name="Direction">Ingress or egress.</param>
/// <param name="Handle">Filter handle, not 0.</param>
/// <param name="Priority">1 to 65535; lower runs first.</param>
public readonly record struct BpfTcSlot(int InterfaceIndex, BpfTcDirection Direction, uint Handle, ushort Priority);
