using System.Globalization;
using System.Text.Json;

namespace Tenbin.Aws.Registers;

/// <summary>The JSON of DynamoDB (API reference, "DynamoDB low-level API"), as far as the register needs it.</summary>
internal static class DynamoJson
{
    private const string Key = "group", Revision = "revision", Value = "value";

    public static byte[] Get(string table, string key) => Write(writer =>
    {
        writer.WriteString("TableName", table);
        writer.WriteStartObject("Key");
        Text(writer, Key, key);
        writer.WriteEndObject();
        writer.WriteBoolean("ConsistentRead", true);
    });

    /// <summary>Succeeds only while the item has the expected revision; 0 = while there is none. A refusal tells what is there.</summary>
    public static byte[] Put(string table, string key, long revision, string value, long expected) => Write(writer =>
    {
        writer.WriteString("TableName", table);
        writer.WriteStartObject("Item");
        Text(writer, Key, key);
        Number(writer, Revision, revision);
        Text(writer, Value, value);
        writer.WriteEndObject();
        // Both names are reserved words of its expressions, or may become such.
        writer.WriteString("ConditionExpression", expected == 0 ? "attribute_not_exists(#k)" : "#r = :expected");
        writer.WriteStartObject("ExpressionAttributeNames");
        writer.WriteString(expected == 0 ? "#k" : "#r", expected == 0 ? Key : Revision);
        writer.WriteEndObject();
        if (expected != 0)
        {
            writer.WriteStartObject("ExpressionAttributeValues");
            Number(writer, ":expected", expected);
            writer.WriteEndObject();
        }

        writer.WriteString("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
    });

    /// <summary>Revision and value in an answer; null when it has no item.</summary>
    /// <exception cref="JsonException">It has one of another kind.</exception>
    public static (long Revision, string Value)? Item(string text)
    {
        using var document = JsonDocument.Parse(text);
        if (!document.RootElement.TryGetProperty("Item", out var item))
        {
            return null;
        }

        return item.ValueKind == JsonValueKind.Object
            && item.TryGetProperty(Revision, out var revision) && revision.TryGetProperty("N", out var number)
            && long.TryParse(number.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var read)
            && item.TryGetProperty(Value, out var value) && value.TryGetProperty("S", out var held) && held.GetString() is { } json
            ? (read, json)
            : throw new JsonException("it has no 'revision' and 'value'");
    }

    /// <summary>Code and message of an error; the code is empty when it is none of DynamoDB.</summary>
    public static (string Code, string Said) Error(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var type = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("__type", out var named) ? named.GetString() ?? "" : "";
            var said = root.ValueKind != JsonValueKind.Object ? "" : root.TryGetProperty("message", out var message) || root.TryGetProperty("Message", out message) ? message.GetString() ?? "" : "";
            return (type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..], said.Length == 0 ? "without a reason" : said);
        }
        catch (JsonException)
        {
            return ("", $"the answer is no JSON: \"{Cluster.Witness.Etcd.Quote.Of(text, 200)}\"");
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Text(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject(name);
        writer.WriteString("S", value);
        writer.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter writer, string name, long value)
    {
        writer.WriteStartObject(name);
        writer.WriteString("N", value.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }
}
