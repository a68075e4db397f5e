using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Keys <c>table</c> and <c>bucket</c> of a witness, each for its own type; and the keys that those types do not take.</summary>
internal static class StoreReader
{
    private const string Example = "tenbin-witness";

    /// <summary>Null for etcd, or after an error was reported.</summary>
    public static string? Read(Section section, WitnessType? type)
    {
        if (type is not { } known)
        {
            return null;
        }

        Refuse(section, "table", known != WitnessType.DynamoDb, "is for type: dynamodb");
        Refuse(section, "bucket", known != WitnessType.S3, "is for type: s3");
        Refuse(section, "user", known != WitnessType.Etcd, "is for type: etcd; DynamoDB and S3 take the credentials of AWS");
        Refuse(section, "password-file", known != WitnessType.Etcd, "is for type: etcd; DynamoDB and S3 take the credentials of AWS");
        Refuse(section, "prefix", known == WitnessType.DynamoDb, "is for types etcd and s3; a table's items are named CLUSTER/GROUP");
        return known switch
        {
            WitnessType.DynamoDb => Name(section, "table", AwsIds.IsTable, "the name of a table; it has 3 to 255 letters, digits, '_', '-' and '.'"),
            WitnessType.S3 => Name(section, "bucket", AwsIds.IsBucket, "the name of a bucket; it has 3 to 63 small letters, digits and '-' (one with dots does not fit the certificate of its address)"),
            _ => null,
        };
    }

    private static void Refuse(Section section, string key, bool isWrong, string why)
    {
        if (isWrong)
        {
            section.Find(key)?.FailKey($"{why}; remove it");
        }
    }

    private static string? Name(Section section, string key, Func<string, bool> isName, string wanted)
    {
        if (section.Find(key) is not { } value)
        {
            section.Fail($"'{key}' is missing; give e.g. {key}: {Example}");
            return null;
        }

        var name = value.Text(Example);
        if (name is not null && !isName(name))
        {
            value.Fail($"is not {wanted}, e.g. {Example}");
        }

        return name;
    }
}
