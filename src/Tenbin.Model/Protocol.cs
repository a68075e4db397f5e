namespace Tenbin.Model;

/// <summary>Transport protocol of a virtual service; the values are IANA protocol numbers.</summary>
public enum Protocol : byte
{
    /// <summary>TCP (RFC 9293).</summary>
    Tcp = 6,

    /// <summary>UDP (RFC 768).</summary>
    Udp = 17,
}
