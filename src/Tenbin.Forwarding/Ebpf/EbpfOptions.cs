using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.Ebpf;

/// <summary>What an <see cref="EbpfDataPlane"/> is opened with.</summary>
/// <param name="Settings">Key <c>data-plane</c> of the file.</param>
/// <param name="PinDirectory">Directory in a bpffs that outlives the daemon; made when missing.</param>
public sealed record EbpfOptions(DataPlaneSettings Settings, string PinDirectory);
