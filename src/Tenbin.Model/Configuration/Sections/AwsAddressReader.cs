using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>The keys of an address that AWS moves, and what must hold for them.</summary>
internal static class AwsAddressReader
{
    private const string ElasticExample = "203.0.113.10", TableExample = "rtb-0123456789abcdef0";
    private const string NeedsMover = "is moved by AWS alone; set e.g. mover: aws-private-ip beside it, or remove it";

    /// <summary>What the keys say; whole only when no error was reported.</summary>
    public static (IPAddress? ElasticIp, ImmutableArray<string> RouteTables, ImmutableArray<string> DefaultRouteTables) Read(
        Func<string, Value?> named, MoverKind? mover)
    {
        var (elastic, tables, defaults) = (named("elastic-ip"), named("route-tables"), named("default-route-tables"));
        if (mover == MoverKind.Local)
        {
            elastic?.FailKey(NeedsMover);
            tables?.FailKey(NeedsMover);
            defaults?.FailKey(NeedsMover);
        }
        else if (mover == MoverKind.AwsElasticIp)
        {
            elastic?.FailKey("has no effect: with this mover 'ip' is the Elastic IP itself; remove it");
        }

        if (mover is MoverKind.AwsPrivateIp or MoverKind.AwsElasticIp)
        {
            tables?.FailKey("is for mover: aws-route; for the default route of nat servers write 'default-route-tables'");
        }

        return (Elastic(elastic), Tables(tables), Tables(defaults));
    }

    /// <summary>Reports what the mover cannot move.</summary>
    public static void CheckAddress(Value ip, IPAddress address, int prefixLength, MoverKind? mover, Func<string, Value?> named)
    {
        var isV4 = address.AddressFamily == AddressFamily.InterNetwork;
        var whole = isV4 ? 32 : 128;
        switch (mover)
        {
            case MoverKind.AwsElasticIp when !isV4 || prefixLength != whole:
                ip.Fail($"is no Elastic IP; those are IPv4 addresses by themselves, e.g. ip: {ElasticExample}/32");
                break;
            case MoverKind.AwsRoute when prefixLength != whole:
                ip.Fail($"must have the prefix length {whole}: the route is to this one address, outside the networks of the VPC");
                break;
            case MoverKind.AwsRoute when named("route-tables") is null:
                ip.Fail($"needs 'route-tables' beside it: those of the subnets that shall reach it, e.g. route-tables: [{TableExample}]");
                break;
            case MoverKind.AwsPrivateIp when prefixLength == whole:
                ip.Fail("must have the prefix length of its subnet: EC2 gives an interface addresses of its own subnet only; for others use mover: aws-route");
                break;
        }

        if (!isV4 && mover is MoverKind.AwsPrivateIp or MoverKind.AwsRoute)
        {
            named("elastic-ip")?.FailKey("stands for IPv4 addresses only; IPv6 addresses are public themselves; remove it");
        }
    }

    /// <summary>Reports an Elastic IP or a default route that another address has already.</summary>
    public static void CheckUnique(Value written, GroupAddress address, string owner, MovedAddresses moved)
    {
        var elastic = address.Mover == MoverKind.AwsElasticIp ? address.Address : address.ElasticIp;
        if (elastic is not null && !moved.TryClaim($"Elastic IP {elastic}", owner, out var first))
        {
            written.Fail($"has the Elastic IP {elastic}, which belongs to another address of {first}; it can be in one place only, remove one of the two");
        }

        foreach (var table in address.DefaultRouteTables)
        {
            if (!moved.TryClaim($"default route of {table} for {Addresses.FamilyOf(address.Address)}", owner, out var other))
            {
                written.Fail($"has the default route of {table}, which follows another address of {other}; it can go to one place only, remove one of the two");
            }
        }
    }

    private static IPAddress? Elastic(Value? value)
    {
        var address = value?.Unicast(ElasticExample);
        if (address is { AddressFamily: not AddressFamily.InterNetwork })
        {
            value!.Fail($"is no Elastic IP; those are IPv4 addresses, e.g. {ElasticExample}");
        }

        return address;
    }

    private static ImmutableArray<string> Tables(Value? value)
    {
        var tables = new List<string>();
        foreach (var item in value?.Items($"[{TableExample}]") ?? [])
        {
            if (item.Text(TableExample) is not { } table)
            {
                continue;
            }

            if (!AwsIds.IsRouteTable(table))
            {
                item.Fail($"is no id of a route table; write e.g. {TableExample} ('aws ec2 describe-route-tables' lists them)");
            }
            else if (tables.Contains(table))
            {
                item.Fail("is named twice; remove one");
            }

            tables.Add(table);
        }

        return [.. tables];
    }
}
