using System.Text.Json;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Metadata;

/// <summary>What an instance may read about itself, by path below <c>/latest/</c> ("Instance metadata categories", EC2 User Guide).</summary>
internal static class MetadataTree
{
    /// <summary>All of it but the credentials.</summary>
    public static SortedDictionary<string, string> Of(Book book, Instance instance)
    {
        var interfaces = book.Interfaces.Values.Where(held => held.InstanceId == instance.Id).OrderBy(held => held.DeviceIndex).ToList();
        var first = interfaces[0];
        var zone = book.Subnets[first.SubnetId].Zone;
        var tree = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["meta-data/instance-id"] = instance.Id,
            ["meta-data/instance-type"] = instance.Type,
            ["meta-data/local-ipv4"] = first.V4[0].ToString(),
            ["meta-data/mac"] = first.Mac.ToString(),
            ["meta-data/placement/availability-zone"] = zone,
            ["meta-data/placement/region"] = book.Region,
            ["meta-data/security-groups"] = Lines(first.Groups.Select(id => book.Groups[id].Name)),
            ["meta-data/tags/instance/Name"] = instance.Name,
            ["dynamic/instance-identity/document"] = Document(book, instance, first, zone),
        };
        if (PublicOf(book, first).FirstOrDefault() is { Public: var address, Private: var own } && own == first.V4[0].ToString())
        {
            tree["meta-data/public-ipv4"] = address;
        }

        foreach (var held in interfaces)
        {
            AddInterface(tree, book, held);
        }

        return tree;
    }

    /// <summary>The value at a path, or the names below it; null when there is nothing.</summary>
    public static string? Read(SortedDictionary<string, string> tree, string path)
    {
        var trimmed = path.Trim('/');
        if (tree.TryGetValue(trimmed, out var value))
        {
            return value;
        }

        var below = trimmed.Length == 0 ? "" : trimmed + "/";
        var names = tree.Keys.Where(key => key.StartsWith(below, StringComparison.Ordinal))
            .Select(key => key[below.Length..])
            .Select(rest => rest.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? rest[..(at + 1)] : rest)
            .Distinct()
            .ToList();
        return names.Count == 0 ? null : Lines(names);
    }

    private static void AddInterface(SortedDictionary<string, string> tree, Book book, NetworkInterface held)
    {
        var at = $"meta-data/network/interfaces/macs/{held.Mac}/";
        var subnet = book.Subnets[held.SubnetId];
        tree[at + "device-number"] = held.DeviceIndex.ToString(System.Globalization.CultureInfo.InvariantCulture);
        tree[at + "interface-id"] = held.Id;
        tree[at + "local-ipv4s"] = Lines(held.V4);
        tree[at + "mac"] = held.Mac.ToString();
        tree[at + "owner-id"] = book.Account;
        tree[at + "security-group-ids"] = Lines(held.Groups);
        tree[at + "security-groups"] = Lines(held.Groups.Select(id => book.Groups[id].Name));
        tree[at + "subnet-id"] = subnet.Id;
        tree[at + "subnet-ipv4-cidr-block"] = subnet.V4.ToString();
        tree[at + "vpc-id"] = book.VpcId;
        tree[at + "vpc-ipv4-cidr-block"] = book.Range.ToString();
        if (held.V6.Length > 0)
        {
            tree[at + "ipv6s"] = Lines(held.V6);
        }

        if (subnet.V6 is { } v6)
        {
            tree[at + "subnet-ipv6-cidr-blocks"] = v6.ToString();
        }

        var associations = PublicOf(book, held).ToList();
        if (associations.Count > 0)
        {
            tree[at + "public-ipv4s"] = Lines(associations.Select(pair => pair.Public));
        }

        foreach (var (address, own) in associations)
        {
            tree[$"{at}ipv4-associations/{address}"] = own;
        }
    }

    private static IEnumerable<(string Public, string Private)> PublicOf(Book book, NetworkInterface held) => held.V4
        .SelectMany(own => book.ElasticIps.Values.Where(elastic => elastic.Association is { } association && association.InterfaceId == held.Id && association.Private == own))
        .Select(elastic => (elastic.Public.ToString(), elastic.Association!.Private.ToString()));

    private static string Document(Book book, Instance instance, NetworkInterface first, string zone) => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["accountId"] = book.Account,
        ["availabilityZone"] = zone,
        ["instanceId"] = instance.Id,
        ["instanceType"] = instance.Type,
        ["privateIp"] = first.V4[0].ToString(),
        ["region"] = book.Region,
        ["version"] = "2017-09-30",
    });

    private static string Lines<T>(IEnumerable<T> values) => string.Join('\n', values);
}
