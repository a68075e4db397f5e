using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tenbin.Aws.Signing;
using Tenbin.Cluster.Witness;
using Tenbin.Cluster.Witness.Etcd;
using Tenbin.Model.Configuration;

namespace Tenbin.Aws.Registers;

/// <summary>
/// The register as one item for each group in a table of DynamoDB, key <c>group</c> = <c>CLUSTER/GROUP</c>. A write is a
/// <c>PutItem</c> under a condition, a read a consistent <c>GetItem</c> (DynamoDB API reference, version 2012-08-10).
/// </summary>
public sealed class DynamoDbRegister : IWitnessRegister, IDisposable
{
    private const string Type = "application/x-amz-json-1.0", Target = "DynamoDB_20120810.";
    private const string Refusal = "ConditionalCheckFailedException";

    private readonly SignedStore _store;
    private readonly string _table, _keys;

    /// <summary>Connects at the first call.</summary>
    /// <param name="session">How AWS is reached.</param>
    /// <param name="settings">Key <c>witness</c>, of type <c>dynamodb</c>.</param>
    /// <param name="cluster">Tells clusters of directors apart that share a table; the same on every node.</param>
    /// <param name="connectTimeout">Shorter than a call's deadline.</param>
    /// <param name="log">Gets the changes between working and failing.</param>
    public DynamoDbRegister(AwsSession session, WitnessSettings settings, string cluster, TimeSpan connectTimeout, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(settings);
        (_table, _keys) = (settings.Store!, cluster + "/");
        _store = new SignedStore(
            "dynamodb", session.Target(AwsPlace.DynamoDb, settings.Endpoints.FirstOrDefault()), session.Credentials, connectTimeout, session.Time, log);
    }

    /// <inheritdoc/>
    public WitnessHealth Health => _store.Health;

    /// <inheritdoc/>
    public async Task<RegisterReading> Read(string group, CancellationToken deadline)
    {
        var body = DynamoJson.Get(_table, _keys + group);
        var answer = await Send("GetItem", body, IsOk, deadline).ConfigureAwait(false);
        return Reading(group, answer.Text);
    }

    /// <inheritdoc/>
    public async Task<WriteOutcome> Write(string group, RegisterValue value, long expectedRevision, CancellationToken deadline)
    {
        var revision = Revisions.After(expectedRevision);
        var json = JsonSerializer.Serialize(value, RegisterJson.Default.RegisterValue);
        try
        {
            var answer = await Send(
                "PutItem", DynamoJson.Put(_table, _keys + group, revision, json, expectedRevision),
                reply => IsOk(reply) || DynamoJson.Error(reply.Text).Code == Refusal, deadline).ConfigureAwait(false);
            return IsOk(answer) ? new WriteOutcome.Written(revision) : new WriteOutcome.Refused(Reading(group, answer.Text));
        }
        catch (WitnessException e)
        {
            return new WriteOutcome.Unknown(e.Message);
        }
    }

    /// <summary>Closes its connections, once no call is under way.</summary>
    public void Dispose() => _store.Dispose();

    private static bool IsOk(SignedStore.Answer answer) => answer.Status == System.Net.HttpStatusCode.OK;

    private Task<SignedStore.Answer> Send(string action, byte[] body, Func<SignedStore.Answer, bool> isAnswer, CancellationToken deadline) => _store.Send(
        action,
        endpoint =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
            request.Headers.TryAddWithoutValidation("X-Amz-Target", Target + action);
            return request;
        },
        body, Type, isAnswer, DynamoJson.Error, deadline);

    private RegisterReading Reading(string group, string text)
    {
        try
        {
            return DynamoJson.Item(text) is not var (revision, json) ? RegisterReading.Absent
                : new RegisterReading(JsonSerializer.Deserialize(json, RegisterJson.Default.RegisterValue) ?? throw new JsonException("null"), revision);
        }
        catch (JsonException e)
        {
            throw new WitnessException(
                string.Create(CultureInfo.InvariantCulture, $"witness dynamodb: the item {_keys}{group} of table {_table} holds what Tenbin did not write ({e.Message}): remove it with 'aws dynamodb delete-item'"), e);
        }
    }
}
