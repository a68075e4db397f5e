namespace Tenbin.Lab.Cloud.Fabric;

/// <summary>Why the fabric did not deliver a frame.</summary>
public enum DropReason
{
    /// <summary>It was delivered, or answered.</summary>
    None,

    /// <summary>Cut short, or lengths that do not fit.</summary>
    Malformed,

    /// <summary>Neither IPv4, IPv6 nor ARP.</summary>
    UnknownProtocol,

    /// <summary>The sender's MAC is not that of its interface.</summary>
    ForeignSourceMac,

    /// <summary>The instance is stopped, or the interface belongs to none.</summary>
    InstanceStopped,

    /// <summary>A test cut this port's link.</summary>
    LinkCut,

    /// <summary>The interface behind the port is down, or gone.</summary>
    PortDown,

    /// <summary>An instance announced an address. That moves nothing.</summary>
    GratuitousArp,

    /// <summary>An ARP answer of an instance: the fabric alone answers.</summary>
    ArpReply,

    /// <summary>ARP or ND asked for an address that no interface of the subnet holds.</summary>
    NobodyHoldsTarget,

    /// <summary>An unsolicited neighbour advertisement of an instance.</summary>
    UnsolicitedAdvertisement,

    /// <summary>A VPC carries no broadcast.</summary>
    Broadcast,

    /// <summary>A VPC carries no multicast.</summary>
    Multicast,

    /// <summary>Source/destination check at the sender: the source address is not the interface's.</summary>
    SourceCheck,

    /// <summary>Source/destination check at the receiver: the destination address is not the interface's.</summary>
    DestinationCheck,

    /// <summary>The sender's security groups do not let it out.</summary>
    SecurityGroupEgress,

    /// <summary>The receiver's security groups do not let it in.</summary>
    SecurityGroupIngress,

    /// <summary>No interface of the sender's subnet has the destination MAC.</summary>
    UnknownMac,

    /// <summary>The router was addressed itself; it answers nothing but ARP and ND.</summary>
    RouterItself,

    /// <summary>A link-local address that no service of the fabric answers.</summary>
    NoSuchLinkLocal,

    /// <summary>The route table knows no way.</summary>
    NoRoute,

    /// <summary>The route's target interface is gone or its instance is stopped.</summary>
    BlackholeRoute,

    /// <summary>An address of the VPC that no interface holds.</summary>
    NobodyHoldsAddress,

    /// <summary>At the edge: the source address does not belong to the interface that sent the packet.</summary>
    EdgeForeignSource,

    /// <summary>At the edge: the source address has no public one.</summary>
    EdgeNoPublicAddress,

    /// <summary>At the edge: the public address stands for no private one.</summary>
    EdgeNotAssociated,

    /// <summary>At the edge: longer than 1500 bytes.</summary>
    EdgeTooLong,

    /// <summary>At the edge: the subnet's route table has no way out, so it is not public.</summary>
    EdgeSubnetIsPrivate,

    /// <summary>No machine on the Internet has the address.</summary>
    NoSuchInternetHost,

    /// <summary>A machine on the Internet used an address that is not its own.</summary>
    InternetSpoofed,
}
