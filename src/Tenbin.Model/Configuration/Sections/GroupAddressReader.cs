using System.Collections.Immutable;
using System.Net;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>addresses</c> of a group: texts or keys; and what must hold for them in the cluster.</summary>
internal static class GroupAddressReader
{
    private const string Example = "172.18.1.199/24";

    private static readonly string[] Keys = ["ip", "mover", "interface", "elastic-ip", "elastic-ip-to", "route-tables", "default-route-tables"];

    private static readonly (string, MoverKind)[] Movers =
    [
        ("local", MoverKind.Local), ("aws-private-ip", MoverKind.AwsPrivateIp), ("aws-elastic-ip", MoverKind.AwsElasticIp), ("aws-route", MoverKind.AwsRoute),
    ];

    private static readonly (string, string)[] Later =
    [
        ("script", "use local, and 'scripts' of the group for what must happen beside it"),
        ("bgp", "use local"),
    ];

    /// <summary>Whole only when no error was reported; what is read is added to <paramref name="moved"/>.</summary>
    public static ImmutableArray<GroupAddress> ReadAll(Value? value, string owner, ClusterSettings? cluster, MovedAddresses moved)
    {
        var addresses = new List<GroupAddress>();
        var items = value?.Items($"[{Example}]");
        foreach (var item in items ?? [])
        {
            if ((item.IsScalar ? FromText(item) : FromKeys(item, owner, cluster)) is not { } address)
            {
                moved.LeaveOut();
                continue;
            }

            Check(address, owner, cluster, moved);
            addresses.Add(address.Address);
        }

        if (value is not null && items is null)
        {
            moved.LeaveOut();
        }

        return [.. addresses];
    }

    private static (GroupAddress Address, Value Written)? FromText(Value value) =>
        value.AddressInNetwork(Example) is { } read ? (new GroupAddress(read.Address, read.PrefixLength), value) : null;

    private static (GroupAddress Address, Value Written)? FromKeys(Value value, string owner, ClusterSettings? cluster)
    {
        if (value.Section($"address of {owner}", Keys, $"{{ ip: {Example} }}") is not { } section)
        {
            return null;
        }

        var ip = section.Find("ip");
        if (ip is null)
        {
            section.Fail($"'ip' is missing; give e.g. ip: {Example}");
        }

        var named = ip is { IsScalar: true } ? $"address '{ip.Shown}' of {owner}" : section.Owner;
        Value? Named(string key) => section.Find(key)?.As(key, named);
        // Null = wrong: then nothing else of the address can be judged by it.
        var mover = Named("mover") is { } written ? written.Choice("a mover", Movers, Later) : MoverKind.Local;
        var device = Named("interface")?.InterfaceName();
        var aws = AwsAddressReader.Read(Named, mover);
        var to = ElasticIpToReader.Read(Named, mover, cluster);
        if (ip is null || FromText(ip) is not { } read)
        {
            return null;
        }

        AwsAddressReader.CheckAddress(ip, read.Address.Address, read.Address.PrefixLength, mover, Named);
        return read with
        {
            Address = read.Address with
            {
                Mover = mover ?? MoverKind.Local, Interface = device, ElasticIp = aws.ElasticIp, ElasticIpTo = to, RouteTables = aws.RouteTables, DefaultRouteTables = aws.DefaultRouteTables,
            },
        };
    }

    private static void Check((GroupAddress Address, Value Written) read, string owner, ClusterSettings? cluster, MovedAddresses moved)
    {
        var (address, written) = (read.Address.Address, read.Written);
        if (!moved.TryAdd(address, owner, out var first))
        {
            written.Fail(first == owner ? "is named twice in this group; remove one" : $"belongs to {first} already; remove it from one of the two");
        }

        moved.Note(read.Address);
        ElasticIpToReader.CheckUnique(written, read.Address, owner, moved);
        AwsAddressReader.CheckUnique(written, read.Address, owner, moved);
        if (NodeWith(address, cluster) is { } node)
        {
            written.Fail($"is the address of node '{Display.Of(node.Name)}' in 'nodes', which must stay with it; give an address that no machine has as its own");
        }
        else if (cluster is not null && cluster.Gateways.Contains(address))
        {
            written.Fail("is also one of the 'gateways' of the cluster, so that the node which holds it would ask itself; remove it from one of the two");
        }
    }

    private static ClusterNode? NodeWith(IPAddress address, ClusterSettings? cluster) =>
        cluster?.Nodes.FirstOrDefault(node => node.Addresses.Contains(address));
}
