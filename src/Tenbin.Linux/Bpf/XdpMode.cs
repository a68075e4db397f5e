namespace Tenbin.Linux.Bpf;

/// <summary>How an XDP program is attached.</summary>
public enum XdpMode : uint
{
    /// <summary>In the driver where it can, else generic.</summary>
    Auto = 0,

    /// <summary>Generic: after the kernel has made its packet buffer; slow, but on every interface.</summary>
    Generic = 2,

    /// <summary>In the driver; refused where it cannot.</summary>
    Native = 4,
}
