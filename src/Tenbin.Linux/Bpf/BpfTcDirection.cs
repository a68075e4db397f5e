namespace Tenbin.Linux.Bpf;

/// <summary>Which packets of an interface a tc program sees (<c>enum bpf_tc_attach_point</c>).</summary>
public enum BpfTcDirection : uint
{
    /// <summary>Those that come in.</summary>
    Ingress = 1,

    /// <summary>Those that go out.</summary>
    Egress = 2,
}
