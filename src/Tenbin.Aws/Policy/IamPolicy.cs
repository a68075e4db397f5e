using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Policy;

/// <summary>
/// The least that a director needs to be permitted for one file, as an IAM policy document (IAM user guide, "JSON policy
/// element reference"; Service Authorization Reference of EC2, DynamoDB and S3). Pure.
/// </summary>
public static class IamPolicy
{
    /// <summary>The document; null when the file needs nothing of AWS.</summary>
    /// <param name="config">The file.</param>
    /// <param name="cluster">Name of the cluster in keys of a witness.</param>
    public static string? For(TenbinConfig config, string cluster)
    {
        ArgumentNullException.ThrowIfNull(config);
        var statements = Statements(config, cluster).ToList();
        return statements.Count == 0 ? null : Write(statements);
    }

    private sealed record Statement(string Id, string[] Actions, string[] Resources);

    private static IEnumerable<Statement> Statements(TenbinConfig config, string cluster)
    {
        var addresses = config.Groups.SelectMany(group => group.Addresses).Where(address => address.IsOfAws).ToList();
        var ec2 = $"arn:aws:ec2:{config.Aws.Region ?? "*"}:*:";
        if (addresses.Count > 0)
        {
            // These actions know no resources.
            yield return new Statement("TenbinLooks", [.. Looks(addresses)], ["*"]);
        }

        if (addresses.Count > 0)
        {
            // May be left out: 'tenbin doctor' then says what it could not look at.
            yield return new Statement("TenbinDoctorLooks", ["ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets"], ["*"]);
        }

        if (addresses.Any(address => address.Mover == MoverKind.AwsPrivateIp && address.Address.AddressFamily == AddressFamily.InterNetwork))
        {
            yield return new Statement("TenbinMovesPrivateAddresses", ["ec2:AssignPrivateIpAddresses"], [$"{ec2}network-interface/*"]);
        }

        if (addresses.Any(address => address.Mover == MoverKind.AwsPrivateIp && address.Address.AddressFamily == AddressFamily.InterNetworkV6))
        {
            yield return new Statement("TenbinMovesIpv6Addresses", ["ec2:AssignIpv6Addresses", "ec2:UnassignIpv6Addresses"], [$"{ec2}network-interface/*"]);
        }

        if (addresses.Any(address => Movers.AwsMovers.ElasticIpsOf(address).Any()))
        {
            yield return new Statement("TenbinMovesElasticIps", ["ec2:AssociateAddress"], [$"{ec2}elastic-ip/*", $"{ec2}instance/*", $"{ec2}network-interface/*"]);
        }

        var tables = addresses.SelectMany(address => address.RouteTables.Concat(address.DefaultRouteTables)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (tables.Count > 0)
        {
            yield return new Statement("TenbinMovesRoutes", ["ec2:CreateRoute", "ec2:ReplaceRoute"], [.. tables.Select(table => $"{ec2}route-table/{table}")]);
        }

        switch (config.Cluster?.Witness)
        {
            case { Type: WitnessType.DynamoDb } witness:
                yield return new Statement(
                    "TenbinVotes", ["dynamodb:GetItem", "dynamodb:PutItem"], [$"arn:aws:dynamodb:{config.Aws.Region ?? "*"}:*:table/{witness.Store}"]);
                break;
            case { Type: WitnessType.S3 } witness:
                yield return new Statement("TenbinVotes", ["s3:GetObject", "s3:PutObject"], [$"arn:aws:s3:::{witness.Store}/{witness.Prefix.Trim('/')}/{cluster}/*"]);
                // Without it S3 says "denied" of an object that is not there yet.
                yield return new Statement("TenbinSeesWhetherItVoted", ["s3:ListBucket"], [$"arn:aws:s3:::{witness.Store}"]);
                break;
        }
    }

    private static IEnumerable<string> Looks(List<GroupAddress> addresses)
    {
        if (addresses.Any(address => Movers.AwsMovers.ElasticIpsOf(address).Any()))
        {
            yield return "ec2:DescribeAddresses";
        }

        yield return "ec2:DescribeInstanceTypes";
        yield return "ec2:DescribeNetworkInterfaces";
        if (addresses.Any(address => !address.RouteTables.IsEmpty || !address.DefaultRouteTables.IsEmpty))
        {
            yield return "ec2:DescribeRouteTables";
        }
    }

    private static string Write(List<Statement> statements)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("Version", "2012-10-17");
            writer.WriteStartArray("Statement");
            foreach (var statement in statements)
            {
                writer.WriteStartObject();
                writer.WriteString("Sid", statement.Id);
                writer.WriteString("Effect", "Allow");
                List(writer, "Action", statement.Actions);
                List(writer, "Resource", statement.Resources);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void List(Utf8JsonWriter writer, string name, string[] values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
