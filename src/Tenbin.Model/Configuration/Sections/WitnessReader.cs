using System.Collections.Immutable;
using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>witness</c>.</summary>
internal static class WitnessReader
{
    private const string Endpoint = "http://172.18.1.10:2379";
    private const string PasswordFile = "/etc/tenbin/etcd.pw";

    private static readonly string[] Keys = ["type", "endpoints", "prefix", "user", "password-file", "table", "bucket"];

    private static readonly (string, WitnessType)[] Types =
        [("etcd", WitnessType.Etcd), ("dynamodb", WitnessType.DynamoDb), ("s3", WitnessType.S3)];

    /// <summary>Null when not given or not a group of keys; whole only when no error was reported.</summary>
    public static WitnessSettings? Read(Value? value)
    {
        if (value?.Section("witness of the cluster", Keys, $"{{ type: etcd, endpoints: ['{Endpoint}'] }}") is not { } section)
        {
            return null;
        }

        var type = Type(section);
        var user = section.Find("user");
        var password = section.Find("password-file");
        if (user is null != password is null)
        {
            (user ?? password)!.FailKey(user is null ? "needs 'user' beside it; add it, or remove this" : "needs 'password-file' beside it; add it, or remove this");
        }

        return new WitnessSettings(Endpoints(section, type), Prefix(section.Find("prefix")) ?? WitnessSettings.DefaultPrefix)
        {
            Type = type ?? WitnessType.Etcd,
            Store = StoreReader.Read(section, type),
            User = user?.Text("tenbin"),
            Password = password?.Secret(PasswordFile),
        };
    }

    private static WitnessType? Type(Section section)
    {
        if (section.Find("type") is not { } type)
        {
            section.Fail("'type' is missing; give etcd, dynamodb or s3");
            return null;
        }

        if (type.IsScalar && type.Text("etcd") == "ping")
        {
            type.Fail(
                "is no voter: a node that reaches a gateway does not know from that whether the other serves. "
                + "Use etcd, dynamodb or s3; and to make a node step back that is cut off, give the address as 'gateways' of 'cluster'");
            return null;
        }

        return type.Choice("a type of witness", Types);
    }

    private static ImmutableArray<Uri> Endpoints(Section section, WitnessType? type)
    {
        if (section.Find("endpoints") is not { } value)
        {
            if (type is not null and not WitnessType.Etcd)
            {
                return [];
            }

            section.Fail($"'endpoints' is missing; give the URLs of all members of etcd, e.g. endpoints: ['{Endpoint}']");
            return [];
        }

        var endpoints = new List<Uri>();
        foreach (var item in value.Items($"['{Endpoint}']") ?? [])
        {
            if (item.Endpoint(Endpoint) is not { } endpoint)
            {
                continue;
            }

            if (endpoints.Contains(endpoint))
            {
                item.Fail("names an endpoint twice; remove one");
            }

            endpoints.Add(endpoint);
        }

        if (type is not null and not WitnessType.Etcd && endpoints.Count > 1)
        {
            value.FailKey("names more than one; two registers would be two votes. Give the one of a VPC endpoint, or remove the key for the region's own");
        }

        return [.. endpoints];
    }

    private static string? Prefix(Value? value)
    {
        if (value?.Text(WitnessSettings.DefaultPrefix) is not { } prefix)
        {
            return null;
        }

        if (prefix.Length < 2 || !prefix.StartsWith('/') || prefix.EndsWith('/') || !prefix.All(c => c is > ' ' and < '\x7f'))
        {
            value.Fail($"is not a prefix of keys; begin it with '/', end it without, use no space, e.g. {WitnessSettings.DefaultPrefix}");
        }

        return prefix;
    }
}
