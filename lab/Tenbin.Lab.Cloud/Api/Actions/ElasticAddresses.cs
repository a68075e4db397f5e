using System.Xml.Linq;
using System.Security.Cryptography;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Api.Xml;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Api.Actions;

/// <summary>Elastic IP addresses.</summary>
internal static class ElasticAddresses
{
    public static IEnumerable<XElement?> Describe(Ec2Call call)
    {
        var book = call.Book;
        var publicIps = call.Query.Addresses("PublicIp", v4: true);
        foreach (var address in publicIps.Where(address => book.ElasticIps.Values.All(elastic => elastic.Public != address)))
        {
            throw Errors.NoAddress(address.ToString());
        }

        var found = Filtering.Fit(
            Filtering.ByIds(book.ElasticIps, call.Query.List("AllocationId"), Errors.NoAllocation)
                .Where(elastic => publicIps.Count == 0 || publicIps.Contains(elastic.Public)),
            call.Query.Filters(),
            (elastic, filter) => filter switch
            {
                "allocation-id" => [elastic.AllocationId],
                "association-id" => [elastic.Association?.Id],
                "public-ip" => [elastic.Public.ToString()],
                "private-ip-address" => [elastic.Association?.Private.ToString()],
                "network-interface-id" => [elastic.Association?.InterfaceId],
                "instance-id" => [InstanceOf(book, elastic)],
                "domain" => ["vpc"],
                _ => null,
            });
        return
        [
            X.Set("addressesSet", found, elastic =>
            [
                X.Value("publicIp", elastic.Public),
                X.Value("allocationId", elastic.AllocationId),
                X.Value("domain", "vpc"),
                X.Value("instanceId", InstanceOf(book, elastic)),
                X.Value("associationId", elastic.Association?.Id),
                X.Value("networkInterfaceId", elastic.Association?.InterfaceId),
                X.Value("networkInterfaceOwnerId", elastic.Association is null ? null : book.Account),
                X.Value("privateIpAddress", elastic.Association?.Private),
            ]),
        ];
    }

    public static IEnumerable<XElement?> Associate(Ec2Call call)
    {
        var query = call.Query;
        var association = call.Control.Change(book =>
        {
            var elastic = Find(book, query);
            var held = Target(book, query);
            var address = query.Address("PrivateIpAddress", v4: true) ?? held.V4[0];
            if (!held.V4.Contains(address))
            {
                throw Errors.InvalidValue(address.ToString(), "privateIpAddress", $"The address is not assigned to interface {held.Id}");
            }

            return Associate(book, elastic, held, address, MayMove(query));
        });
        return [.. X.True, X.Value("associationId", association)];
    }

    public static IEnumerable<XElement?> Disassociate(Ec2Call call)
    {
        var (id, address) = (call.Query.Optional("AssociationId"), call.Query.Address("PublicIp", v4: true));
        if (id is null && address is null)
        {
            throw Errors.MissingParameter("AssociationId");
        }

        call.Control.Change(book =>
        {
            var elastic = book.ElasticIps.Values.FirstOrDefault(one => one.Association is { } held && (id is null ? one.Public == address : held.Id == id))
                ?? throw Errors.NoAssociation(id ?? address!.Value.ToString());
            return book.With(elastic with { Association = null });
        });
        return X.True;
    }

    private static (Book, string) Associate(Book book, ElasticIp elastic, NetworkInterface held, Ip address, bool mayMove)
    {
        if (elastic.Association is { } own)
        {
            if (own.InterfaceId == held.Id && own.Private == address)
            {
                return (book, own.Id);
            }

            if (!mayMove)
            {
                throw Errors.AlreadyAssociated(elastic.AllocationId, own.Id);
            }
        }

        if (book.ElasticIps.Values.FirstOrDefault(other => other.AllocationId != elastic.AllocationId && other.Association?.Private == address) is { } former)
        {
            book = mayMove
                ? book.With(former with { Association = null })
                : throw Errors.AlreadyAssociated(held.Id, former.Association!.Id);
        }

        var association = new Association("eipassoc-0" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), held.Id, address);
        return (book.With(elastic with { Association = association }), association.Id);
    }

    /// <summary>In a VPC, an address moves unless that is forbidden ("AssociateAddress", EC2 API Reference).</summary>
    private static bool MayMove(Query query) => query.Optional("AllowReassociation") is null || query.Flag("AllowReassociation");

    private static ElasticIp Find(Book book, Query query)
    {
        if (query.Optional("AllocationId") is { } id)
        {
            return book.ElasticIps.TryGetValue(id, out var elastic) ? elastic : throw Errors.NoAllocation(id);
        }

        var address = query.Address("PublicIp", v4: true) ?? throw Errors.MissingParameter("AllocationId");
        return book.ElasticIps.Values.FirstOrDefault(elastic => elastic.Public == address) ?? throw Errors.NoAddress(address.ToString());
    }

    private static NetworkInterface Target(Book book, Query query)
    {
        if (query.Optional("NetworkInterfaceId") is { } id)
        {
            return PrivateAddresses.Interface(book, id);
        }

        var instance = query.Optional("InstanceId") ?? throw Errors.MissingParameter("InstanceId or NetworkInterfaceId");
        if (!book.Instances.ContainsKey(instance))
        {
            throw Errors.NoInstance(instance);
        }

        var interfaces = book.Interfaces.Values.Where(held => held.InstanceId == instance).ToList();
        return interfaces.Count == 1
            ? interfaces[0]
            : throw new ApiException("InvalidInstanceID", $"There are multiple interfaces attached to instance '{instance}'. Please specify an interface ID for the operation instead.");
    }

    private static string? InstanceOf(Book book, ElasticIp elastic) =>
        elastic.Association is { } association ? book.Interfaces[association.InterfaceId].InstanceId : null;
}
