namespace Tenbin.Linux.Netlink;

/// <summary>How an added address is used.</summary>
[Flags]
public enum AddressOptions
{
    /// <summary>As the kernel does by itself.</summary>
    None = 0,

    /// <summary>IPv6: in use at once, without asking the link first whether it is taken (IFA_F_NODAD).</summary>
    NoDuplicateDetection = 1,

    /// <summary>It brings no route to its network (IFA_F_NOPREFIXROUTE).</summary>
    NoPrefixRoute = 2,

    /// <summary>IPv6: the kernel does not choose it as source for what this machine begins (RFC 6724, rule 3: a deprecated address).</summary>
    NotPreferred = 4,
}
