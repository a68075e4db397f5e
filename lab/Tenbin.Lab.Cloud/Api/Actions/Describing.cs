using System.Xml.Linq;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Api.Xml;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Api.Actions;

/// <summary>Instances, their interfaces, types, and subnets.</summary>
internal static class Describing
{
    public static IEnumerable<XElement?> Instances(Ec2Call call)
    {
        var book = call.Book;
        var found = Filtering.Fit(
            Filtering.ByIds(book.Instances, call.Query.List("InstanceId"), Errors.NoInstance),
            call.Query.Filters(),
            (instance, filter) => filter switch
            {
                "instance-id" => [instance.Id],
                "instance-type" => [instance.Type],
                "instance-state-name" => [State(instance).Name],
                "vpc-id" => [book.VpcId],
                "tag:Name" => [instance.Name],
                "private-ip-address" => InterfacesOf(book, instance).Take(1).Select(held => held.V4[0].ToString()),
                "subnet-id" => InterfacesOf(book, instance).Take(1).Select(held => held.SubnetId),
                "network-interface.network-interface-id" => InterfacesOf(book, instance).Select(held => held.Id),
                "network-interface.addresses.private-ip-address" =>
                    InterfacesOf(book, instance).SelectMany(held => held.V4).Select(address => address.ToString()),
                _ => null,
            });
        return
        [
            X.Set("reservationSet", found, instance =>
            [
                X.Value("reservationId", "r-" + instance.Id[2..]),
                X.Value("ownerId", book.Account),
                X.Set<string>("groupSet", [], _ => []),
                X.Set("instancesSet", [instance], one => Instance(book, one)),
            ]),
        ];
    }

    public static IEnumerable<XElement?> Interfaces(Ec2Call call)
    {
        var book = call.Book;
        var found = Filtering.Fit(
            Filtering.ByIds(book.Interfaces, call.Query.List("NetworkInterfaceId"), Errors.NoInterface),
            call.Query.Filters(),
            (held, filter) => filter switch
            {
                "network-interface-id" => [held.Id],
                "addresses.private-ip-address" => held.V4.Select(address => address.ToString()),
                "private-ip-address" => [held.V4[0].ToString()],
                "ipv6-addresses.ipv6-address" => held.V6.Select(address => address.ToString()),
                "attachment.instance-id" => [held.InstanceId],
                "attachment.device-index" => [held.DeviceIndex.ToString(System.Globalization.CultureInfo.InvariantCulture)],
                "subnet-id" => [held.SubnetId],
                "vpc-id" => [book.VpcId],
                "mac-address" => [held.Mac.ToString()],
                "group-id" => held.Groups,
                "association.public-ip" or "addresses.association.public-ip" =>
                    held.V4.Select(address => InterfaceXml.ElasticOf(book, held, address)?.Public.ToString()),
                _ => null,
            });
        return [X.Set("networkInterfaceSet", found, held => InterfaceXml.Full(book, held))];
    }

    public static IEnumerable<XElement?> InstanceTypes(Ec2Call call)
    {
        var names = call.Query.List("InstanceType");
        var missing = names.FirstOrDefault(name => !InstanceType.All.ContainsKey(name));
        if (missing is not null)
        {
            throw Errors.NoInstanceType(missing);
        }

        var found = Filtering.Fit(
            names.Count == 0 ? InstanceType.All.Values : names.Select(name => InstanceType.All[name]),
            call.Query.Filters(),
            (type, filter) => filter == "instance-type" ? [type.Name] : null);
        return
        [
            X.Set("instanceTypeSet", found, type =>
            [
                X.Value("instanceType", type.Name),
                X.Group(
                    "networkInfo",
                    X.Value("maximumNetworkInterfaces", type.Interfaces),
                    X.Value("ipv4AddressesPerInterface", type.V4PerInterface),
                    X.Value("ipv6AddressesPerInterface", type.V6PerInterface),
                    X.Value("ipv6Supported", type.V6PerInterface > 0)),
            ]),
        ];
    }

    public static IEnumerable<XElement?> Subnets(Ec2Call call)
    {
        var book = call.Book;
        var found = Filtering.Fit(
            Filtering.ByIds(book.Subnets, call.Query.List("SubnetId"), Errors.NoSubnet),
            call.Query.Filters(),
            (subnet, filter) => filter switch
            {
                "subnet-id" => [subnet.Id],
                "vpc-id" => [book.VpcId],
                "availability-zone" or "availabilityZone" => [subnet.Zone],
                "cidr-block" or "cidr" or "cidrBlock" => [subnet.V4.ToString()],
                _ => null,
            });
        return
        [
            X.Set("subnetSet", found, subnet =>
            [
                X.Value("subnetId", subnet.Id),
                X.Value("state", "available"),
                X.Value("vpcId", book.VpcId),
                X.Value("ownerId", book.Account),
                X.Value("cidrBlock", subnet.V4),
                X.Value("availableIpAddressCount", FreeIn(book, subnet)),
                X.Value("availabilityZone", subnet.Zone),
                X.Set<Cidr>("ipv6CidrBlockAssociationSet", subnet.V6 is { } v6 ? [v6] : [], block =>
                [
                    X.Value("ipv6CidrBlock", block),
                    X.Value("associationId", "subnet-cidr-assoc-" + subnet.Id[7..]),
                    X.Group("ipv6CidrBlockState", X.Value("state", "associated")),
                ]),
            ]),
        ];
    }

    private static IEnumerable<XElement?> Instance(Book book, Instance instance)
    {
        var interfaces = InterfacesOf(book, instance);
        var first = interfaces[0];
        var (code, name) = State(instance);
        return
        [
            X.Value("instanceId", instance.Id),
            X.Group("instanceState", X.Value("code", code), X.Value("name", name)),
            X.Value("instanceType", instance.Type),
            X.Value("launchTime", "2031-02-03T04:05:06.000Z"),
            X.Group("placement", X.Value("availabilityZone", book.Subnets[first.SubnetId].Zone), X.Value("tenancy", "default")),
            X.Value("subnetId", first.SubnetId),
            X.Value("vpcId", book.VpcId),
            X.Value("privateIpAddress", first.V4[0]),
            X.Value("ipAddress", InterfaceXml.ElasticOf(book, first, first.V4[0])?.Public),
            X.Value("sourceDestCheck", first.SourceDestCheck),
            InterfaceXml.Groups(book, first.Groups),
            X.Set("tagSet", [instance.Name], tag => [X.Value("key", "Name"), X.Value("value", tag)]),
            instance.Role is { } role
                ? X.Group("iamInstanceProfile", X.Value("arn", $"arn:aws:iam::{book.Account}:instance-profile/{role}"), X.Value("id", "AIPA" + role))
                : null,
            X.Set("networkInterfaceSet", interfaces, held => InterfaceXml.InInstance(book, held)),
        ];
    }

    private static (int Code, string Name) State(Instance instance) => instance.Running ? (16, "running") : (80, "stopped");

    private static List<NetworkInterface> InterfacesOf(Book book, Instance instance) =>
        [.. book.Interfaces.Values.Where(held => held.InstanceId == instance.Id).OrderBy(held => held.DeviceIndex)];

    /// <summary>Five of a subnet's addresses are AWS's own.</summary>
    private static int FreeIn(Book book, Subnet subnet) => (1 << (32 - subnet.V4.Length)) - 5
        - book.Interfaces.Values.Where(held => held.SubnetId == subnet.Id).Sum(held => held.V4.Length);
}
