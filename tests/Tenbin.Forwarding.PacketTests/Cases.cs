using Tenbin.Model;
using Tenbin.Model.Configuration;

namespace Tenbin.Forwarding.PacketTests;

/// <summary>Tables of what a test runs for.</summary>
public static class Cases
{
    private static readonly Hook[] s_hooks = [Hook.Tc, Hook.Xdp];
    private static readonly Family[] s_families = [Family.V4, Family.V6];
    private static readonly Protocol[] s_protocols = [Protocol.Tcp, Protocol.Udp];
    private static readonly ForwardingMethod[] s_methods = [ForwardingMethod.Nat, ForwardingMethod.Dsr];

    public static TheoryData<Hook> Hooks => [.. s_hooks];

    public static MatrixTheoryData<Hook, Family> Families => new(s_hooks, s_families);

    public static MatrixTheoryData<Hook, Family, Protocol> Protocols => new(s_hooks, s_families, s_protocols);

    public static MatrixTheoryData<Hook, Family, Protocol, ForwardingMethod> All => new(s_hooks, s_families, s_protocols, s_methods);
}
