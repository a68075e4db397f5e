using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Tenbin.Lab.Cloud.Registers;

/// <summary>
/// DynamoDB as far as a register needs it: one table, <c>GetItem</c>, <c>PutItem</c> under a condition (API reference,
/// 2012-08-10). A read that does not ask for consistency gets what was there one write before, which the real one may give too.
/// </summary>
public sealed class DynamoDbServer : SimulatedStore
{
    private const string Keys = "group";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonNode> _items = [], _stale = [];
    private readonly string _table;

    private DynamoDbServer(string table) => _table = table;

    /// <summary>Starts one that has the table.</summary>
    public static async Task<DynamoDbServer> Start(string table)
    {
        var server = new DynamoDbServer(table);
        await server.Open();
        return server;
    }

    /// <summary>An item as JSON; null = none.</summary>
    public string? this[string key]
    {
        get
        {
            lock (_gate)
            {
                return _items.GetValueOrDefault(key)?.ToJsonString();
            }
        }
    }

    /// <summary>As an operator does by hand.</summary>
    public void Put(string key, string item)
    {
        lock (_gate)
        {
            _items[key] = JsonNode.Parse(item)!;
        }
    }

    /// <summary>As an operator does by hand.</summary>
    public void Delete(string key)
    {
        lock (_gate)
        {
            _items.Remove(key);
        }
    }

    private protected override string Service => "dynamodb";

    private protected override string DeniedCode => "AccessDeniedException";

    private protected override SimulatedAnswer Throttled => Fault(400, "ProvisionedThroughputExceededException", "The level of configured provisioned throughput for the table was exceeded.");

    private protected override SimulatedAnswer Fault(int status, string code, string said) =>
        Json(status, new JsonObject { ["__type"] = $"com.amazonaws.dynamodb.v20120810#{code}", ["message"] = said });

    private protected override SimulatedAnswer Do(HttpRequest request, byte[] body)
    {
        if (JsonNode.Parse(body) is not JsonObject asked)
        {
            return Fault(400, "SerializationException", "no object");
        }

        if ((string?)asked["TableName"] != _table)
        {
            return Fault(400, "ResourceNotFoundException", "Requested resource not found");
        }

        lock (_gate)
        {
            return request.Headers["X-Amz-Target"].ToString() switch
            {
                "DynamoDB_20120810.GetItem" => Get(asked),
                "DynamoDB_20120810.PutItem" => Put(asked),
                _ => Fault(400, "UnknownOperationException", "not known here"),
            };
        }
    }

    private SimulatedAnswer Get(JsonObject asked)
    {
        var key = (string?)asked["Key"]?[Keys]?["S"];
        if (key is null)
        {
            return Fault(400, "ValidationException", "The provided key element does not match the schema");
        }

        var found = (bool?)asked["ConsistentRead"] == true ? _items.GetValueOrDefault(key) : _stale.GetValueOrDefault(key);
        return Json(200, found is null ? [] : new JsonObject { ["Item"] = found.DeepClone() });
    }

    private SimulatedAnswer Put(JsonObject asked)
    {
        if (asked["Item"] is not JsonObject item || (string?)item[Keys]?["S"] is not { } key)
        {
            return Fault(400, "ValidationException", "One or more parameter values were invalid: Missing the key group in the item");
        }

        var there = _items.GetValueOrDefault(key);
        if (Holds(asked, there) is not { } holds)
        {
            return Fault(400, "ValidationException", "Invalid ConditionExpression");
        }

        if (!holds)
        {
            var refusal = new JsonObject { ["__type"] = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", ["message"] = "The conditional request failed" };
            if (there is not null && (string?)asked["ReturnValuesOnConditionCheckFailure"] == "ALL_OLD")
            {
                refusal["Item"] = there.DeepClone();
            }

            return Json(400, refusal);
        }

        if (there is not null)
        {
            _stale[key] = there;
        }

        _items[key] = item.DeepClone();
        return Json(200, []);
    }

    // Null = an expression that is not known here.
    private static bool? Holds(JsonObject asked, JsonNode? there)
    {
        string Name(string alias) => (string?)asked["ExpressionAttributeNames"]?[alias] ?? alias;
        var words = ((string?)asked["ConditionExpression"] ?? "").Split(' ');
        return words switch
        {
            [""] => true,
            [var call] when call.StartsWith("attribute_not_exists(", StringComparison.Ordinal) => there?[Name(call[21..^1])] is null,
            [var name, "=", var value] => JsonNode.DeepEquals(there?[Name(name)], asked["ExpressionAttributeValues"]?[value]),
            _ => null,
        };
    }

    private static SimulatedAnswer Json(int status, JsonObject content) =>
        new(status, Encoding.UTF8.GetBytes(content.ToJsonString()), ("Content-Type", "application/x-amz-json-1.0"), ("x-amzn-RequestId", Guid.NewGuid().ToString("N")));
}
