namespace Tenbin.Linux.Netlink;

/// <summary>What kinds of things changed in the network stack; read them again to know how they are now.</summary>
[Flags]
public enum NetworkChanges
{
    /// <summary>Nothing that matters here.</summary>
    None = 0,

    /// <summary>An interface came, went or changed.</summary>
    Links = 1,

    /// <summary>An address came or went.</summary>
    Addresses = 2,

    /// <summary>A route, or a rule that chooses between tables, came or went.</summary>
    Routes = 4,

    /// <summary>An ARP or ND entry changed.</summary>
    Neighbours = 8,

    /// <summary>Messages were lost: anything may have changed.</summary>
    Resync = 16,
}
