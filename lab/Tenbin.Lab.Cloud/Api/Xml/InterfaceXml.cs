using System.Xml.Linq;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Api.Xml;

/// <summary>A network interface, as DescribeNetworkInterfaces and, with less in it, DescribeInstances show it.</summary>
internal static class InterfaceXml
{
    public static IEnumerable<XElement?> Full(Book book, NetworkInterface held) =>
    [
        .. Common(book, held),
        X.Value("availabilityZone", book.Subnets[held.SubnetId].Zone),
        X.Value("interfaceType", "interface"),
        X.Value("requesterManaged", false),
        X.Set<string>("tagSet", [], _ => []),
        held.InstanceId is { } instance
            ? X.Group("attachment", [.. Attachment(held), X.Value("instanceId", instance), X.Value("instanceOwnerId", book.Account)])
            : null,
    ];

    public static IEnumerable<XElement?> InInstance(Book book, NetworkInterface held) =>
        [.. Common(book, held), X.Value("interfaceType", "interface"), X.Group("attachment", Attachment(held))];

    public static XElement Groups(Book book, IEnumerable<string> ids) =>
        X.Set("groupSet", ids, id => [X.Value("groupId", id), X.Value("groupName", book.Groups[id].Name)]);

    public static ElasticIp? ElasticOf(Book book, NetworkInterface held, Ip address) => book.ElasticIps.Values
        .FirstOrDefault(elastic => elastic.Association is { } association && association.InterfaceId == held.Id && association.Private == address);

    private static IEnumerable<XElement?> Common(Book book, NetworkInterface held) =>
    [
        X.Value("networkInterfaceId", held.Id),
        X.Value("subnetId", held.SubnetId),
        X.Value("vpcId", book.VpcId),
        X.Value("description", ""),
        X.Value("ownerId", book.Account),
        X.Value("status", held.InstanceId is null ? "available" : "in-use"),
        X.Value("macAddress", held.Mac),
        X.Value("privateIpAddress", held.V4[0]),
        X.Value("sourceDestCheck", held.SourceDestCheck),
        Groups(book, held.Groups),
        Association(book, held, held.V4[0]),
        X.Set("privateIpAddressesSet", held.V4, address =>
        [
            X.Value("privateIpAddress", address),
            X.Value("primary", address == held.V4[0]),
            Association(book, held, address),
        ]),
        X.Set("ipv6AddressesSet", held.V6, address => [X.Value("ipv6Address", address)]),
    ];

    private static XElement? Association(Book book, NetworkInterface held, Ip address) => ElasticOf(book, held, address) is { } elastic
        ? X.Group(
            "association",
            X.Value("publicIp", elastic.Public),
            X.Value("publicDnsName", ""),
            X.Value("ipOwnerId", book.Account),
            X.Value("allocationId", elastic.AllocationId),
            X.Value("associationId", elastic.Association!.Id))
        : null;

    private static IEnumerable<XElement?> Attachment(NetworkInterface held) =>
    [
        X.Value("attachmentId", "eni-attach-" + held.Id[4..]),
        X.Value("deviceIndex", held.DeviceIndex),
        X.Value("status", "attached"),
        X.Value("attachTime", "2031-02-03T04:05:06.000Z"),
        X.Value("deleteOnTermination", true),
    ];
}
