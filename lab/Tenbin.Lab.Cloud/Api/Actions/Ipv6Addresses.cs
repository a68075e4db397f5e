using System.Xml.Linq;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Api.Xml;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Api.Actions;

/// <summary>IPv6 addresses: they cannot be reassigned, but only unassigned and then assigned.</summary>
internal static class Ipv6Addresses
{
    public static IEnumerable<XElement?> Assign(Ec2Call call)
    {
        var id = call.Query.Required("NetworkInterfaceId");
        var addresses = Required(call.Query);
        call.Control.Change(book => Assign(book, id, addresses));
        return [X.Value("networkInterfaceId", id), Items("assignedIpv6Addresses", addresses)];
    }

    public static IEnumerable<XElement?> Unassign(Ec2Call call)
    {
        var id = call.Query.Required("NetworkInterfaceId");
        var addresses = Required(call.Query);
        call.Control.Change(book =>
        {
            var held = PrivateAddresses.Interface(book, id);
            return addresses.All(held.V6.Contains)
                ? book.With(held with { V6 = held.V6.RemoveAll(addresses.Contains) })
                : throw Errors.InvalidValue($"Some of the specified addresses are not assigned to interface {id}");
        });
        return [X.Value("networkInterfaceId", id), Items("unassignedIpv6Addresses", addresses)];
    }

    private static IReadOnlyList<Ip> Required(Query query) => query.Addresses("Ipv6Addresses", v4: false) is { Count: > 0 } addresses
        ? addresses
        : throw Errors.MissingParameter("Ipv6Addresses");

    private static Book Assign(Book book, string id, IReadOnlyList<Ip> addresses)
    {
        var held = PrivateAddresses.Interface(book, id);
        foreach (var address in addresses)
        {
            if (book.Subnets[held.SubnetId].V6?.Contains(address) != true)
            {
                throw Errors.InvalidValue(address.ToString(), "ipv6Addresses", "Address does not fall within the subnet's address range");
            }

            if (book.Interfaces.Values.Any(other => other.Id != id && other.V6.Contains(address)))
            {
                throw new ApiException("InvalidIPAddress.InUse", $"Address {address} is in use.");
            }
        }

        var added = addresses.Where(address => !held.V6.Contains(address)).Distinct().ToList();
        return held.V6.Length + added.Count <= PrivateAddresses.TypeOf(book, held).V6PerInterface
            ? book.With(held with { V6 = held.V6.AddRange(added) })
            : throw Errors.AddressLimit();
    }

    private static XElement Items(string name, IEnumerable<Ip> addresses) =>
        X.Group(name, addresses.Select(address => X.Value("item", address)));
}
