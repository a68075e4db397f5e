using System.Collections.Immutable;
using System.Xml.Linq;
using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Api.Xml;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Api.Actions;

/// <summary>Secondary private addresses. One interface holds an address; reassignment takes it from the one that does.</summary>
internal static class PrivateAddresses
{
    public static IEnumerable<XElement?> Assign(Ec2Call call)
    {
        var query = call.Query;
        var id = query.Required("NetworkInterfaceId");
        var wanted = query.Addresses("PrivateIpAddress", v4: true);
        var count = query.Number("SecondaryPrivateIpAddressCount");
        if (wanted.Count > 0 == count is > 0)
        {
            throw Errors.InvalidParameterCombination(
                "Exactly one of privateIpAddresses and secondaryPrivateIpAddressCount must be specified");
        }

        var assigned = call.Control.Change(book => Assign(book, id, wanted, count ?? 0, query.Flag("AllowReassignment")));
        return
        [
            .. X.True,
            X.Value("networkInterfaceId", id),
            X.Set("assignedPrivateIpAddressesSet", assigned, address => [X.Value("privateIpAddress", address)]),
        ];
    }

    public static IEnumerable<XElement?> Unassign(Ec2Call call)
    {
        var id = call.Query.Required("NetworkInterfaceId");
        var addresses = call.Query.Addresses("PrivateIpAddress", v4: true);
        if (addresses.Count == 0)
        {
            throw Errors.MissingParameter("PrivateIpAddress");
        }

        call.Control.Change(book => Unassign(book, id, addresses));
        return X.True;
    }

    private static (Book, IReadOnlyList<Ip>) Assign(Book book, string id, IReadOnlyList<Ip> wanted, int count, bool mayMove)
    {
        var held = Interface(book, id);
        var subnet = book.Subnets[held.SubnetId];
        if (count > 0)
        {
            wanted = FreeAddresses(book, subnet, count);
        }

        foreach (var address in wanted)
        {
            RequireAssignable(book, subnet, held, address, mayMove);
        }

        var added = wanted.Where(address => !held.V4.Contains(address)).Distinct().ToList();
        if (held.V4.Length + added.Count > TypeOf(book, held).V4PerInterface)
        {
            throw Errors.AddressLimit();
        }

        foreach (var former in book.Interfaces.Values.Where(other => other.Id != id && other.V4.Any(added.Contains)))
        {
            book = book.With(former with { V4 = former.V4.RemoveAll(added.Contains) });
        }

        // An Elastic IP follows its private address ("Secondary IP addresses", EC2 User Guide).
        foreach (var elastic in book.ElasticIps.Values.Where(elastic => elastic.Association is { } association && added.Contains(association.Private)))
        {
            book = book.With(elastic with { Association = elastic.Association! with { InterfaceId = id } });
        }

        return (book.With(held with { V4 = held.V4.AddRange(added) }), wanted);
    }

    private static void RequireAssignable(Book book, Subnet subnet, NetworkInterface held, Ip address, bool mayMove)
    {
        if (!subnet.V4.Contains(address))
        {
            throw Errors.InvalidValue(address.ToString(), "PrivateIpAddress", "Address does not fall within the subnet's address range");
        }

        if (subnet.IsReserved(address))
        {
            throw Errors.InvalidValue(address.ToString(), "PrivateIpAddress", "Address is in subnet's reserved address range");
        }

        var owner = book.Interfaces.Values.FirstOrDefault(other => other.Id != held.Id && other.V4.Contains(address));
        if (owner is not null && !mayMove)
        {
            throw Errors.InvalidValue($"[{address}] is assigned, but move is not allowed.");
        }

        if (owner?.V4[0] == address)
        {
            throw Errors.InvalidValue($"[{address}] is the primary address of {owner.Id}, and cannot be moved.");
        }
    }

    private static Book Unassign(Book book, string id, IReadOnlyList<Ip> addresses)
    {
        var held = Interface(book, id);
        if (addresses.Any(address => !held.V4.Contains(address)))
        {
            throw Errors.InvalidValue($"Some of the specified addresses are not assigned to interface {id}");
        }

        if (addresses.Contains(held.V4[0]))
        {
            throw Errors.InvalidValue(held.V4[0].ToString(), "PrivateIpAddresses", "Primary IP address cannot be unassigned");
        }

        foreach (var elastic in book.ElasticIps.Values.Where(elastic =>
            elastic.Association is { } association && association.InterfaceId == id && addresses.Contains(association.Private)))
        {
            book = book.With(elastic with { Association = null });
        }

        return book.With(held with { V4 = held.V4.RemoveAll(addresses.Contains) });
    }

    /// <summary>An interface by its id.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static NetworkInterface Interface(Book book, string id) =>
        book.Interfaces.TryGetValue(id, out var held) ? held : throw Errors.NoInterface(id);

    /// <summary>What the type of an interface's instance allows.</summary>
    public static InstanceType TypeOf(Book book, NetworkInterface held) =>
        InstanceType.All[held.InstanceId is { } id ? book.Instances[id].Type : "m5.large"];

    private static ImmutableArray<Ip> FreeAddresses(Book book, Subnet subnet, int count)
    {
        var taken = book.Interfaces.Values.SelectMany(held => held.V4).ToHashSet();
        var free = Enumerable.Range(4, (1 << (32 - subnet.V4.Length)) - 5)
            .Select(offset => subnet.V4.Network.Plus((uint)offset))
            .Where(address => !taken.Contains(address))
            .Take(count)
            .ToImmutableArray();
        return free.Length == count
            ? free
            : throw new ApiException("InsufficientFreeAddressesInSubnet", $"The subnet {subnet.Id} does not contain enough free private IP addresses.");
    }
}
